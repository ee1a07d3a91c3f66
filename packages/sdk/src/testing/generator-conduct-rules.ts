import assert from 'node:assert/strict'
import type { PluginFetch } from '../generator.ts'
import { openGenerator, withGenerator, type GeneratorUnderTest } from './generator-under-test.ts'
import { hostilePeople } from './people.ts'
import { isAdmitted, neverAnswers } from './recording-fetch.ts'
import type { Rule } from './rule.ts'
import { soon } from './soon.ts'

/** How a generator has to behave while it answers. */
export const conductRules: readonly Rule<GeneratorUnderTest>[] = [
  {
    name: 'leaves what it is handed as it is',
    why: 'The next generator of the chain is handed the same person and options.',
    async check(subject) {
      await withGenerator(subject, async ({ ask, people, options }) => {
        for (const who of people) {
          const person = structuredClone(who)
          const given = structuredClone(options)
          await ask(who, { person, options: given }).catch(() => null)
          assert.deepEqual(person, who, 'It changed the person')
          assert.deepEqual(given, options, 'It changed the options')
        }
      })
    },
  },
  {
    name: 'asks only the hosts that it declares, and through the fetch that it is handed',
    why: 'The declaration is what the user agreed to; the fetch that is handed in is paced, cached and guarded.',
    async check(subject) {
      const around = await withoutGlobalFetch(async () => {
        await withGenerator(subject, async ({ ask, people, hosts, asked }) => {
          const hostile = hostilePeople.map(({ person }) => person)
          for (const person of [...people, ...hostile]) await ask(person).catch(() => null)
          const undeclared = asked.filter((url) => !isAdmitted(url, hosts))
          assert.deepEqual([...new Set(undeclared.map(({ host }) => host))], [], 'It asked undeclared hosts')
        })
      })
      assert.deepEqual(around, [], 'It used the global fetch')
    },
  },
  {
    name: 'stops soon after its signal is aborted',
    why: 'Ctrl-C, and the time that a question may take, are an aborted signal.',
    async check(subject) {
      await withGenerator({ ...subject, fetch: neverAnswers }, async ({ ask, people, hosts }) => {
        for (const person of people) {
          const before = ask(person, { signal: AbortSignal.abort() })
          await soon(before, 'It went on though its signal was aborted before')
          if (hosts.length === 0) continue
          const meanwhile = ask(person, { signal: AbortSignal.timeout(20) })
          await soon(meanwhile, 'It went on though its signal was aborted while it waited for an answer')
        }
      })
    },
  },
  {
    name: 'may be closed twice, and opened again',
    why: 'avatarctl closes it in every case, also after a failure.',
    async check(subject) {
      for (let round = 0; round < 2; round++) {
        const { ask, people, close } = await openGenerator(subject)
        for (const person of people.slice(0, 1)) await ask(person).catch(() => null)
        await close()
        await close()
      }
    },
  },
]

/** Runs `use` with a global `fetch` that refuses, and gives the addresses that it was asked for. */
async function withoutGlobalFetch(use: () => Promise<void>): Promise<string[]> {
  const around: string[] = []
  const original = globalThis.fetch
  const refuse: PluginFetch = (input) => {
    around.push(input instanceof Request ? input.url : String(input))
    return Promise.reject(new Error('Use the fetch that is handed in'))
  }
  globalThis.fetch = refuse
  try {
    await use()
  } finally {
    globalThis.fetch = original
  }
  return around
}
