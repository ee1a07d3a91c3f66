import assert from 'node:assert/strict'
import type { PluginFetch } from '../generator.ts'
import { openGenerator, withGenerator, type GeneratorUnderTest } from './generator-under-test.ts'
import { base64 } from './image-format.ts'
import { hostilePeople } from './people.ts'
import { failures, isAdmitted, neverAnswers } from './recording-fetch.ts'
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
    name: 'throws when a host that it asks fails: no null, and no other picture',
    why: 'A failure that looks like "none" gives people another avatar, and nobody is told.',
    async check(subject) {
      const usual = new Map<string, string | null>()
      await withGenerator(subject, async ({ ask, people, hosts }) => {
        if (hosts.length === 0) return
        for (const person of people) usual.set(person.id, base64(await ask(person).catch(() => null)))
      })
      for (const [what, fetch] of Object.entries(failures)) {
        await withGenerator({ ...subject, fetch }, async ({ ask, people, asked }) => {
          for (const person of people.filter(({ id }) => usual.has(id))) {
            const before = asked.length
            const [outcome] = await Promise.allSettled([ask(person)])
            if (outcome.status === 'rejected' || asked.length === before) continue
            assert.ok(outcome.value, `It answered null for ${JSON.stringify(person)} when ${what}`)
            const picture = base64(outcome.value)
            assert.equal(picture, usual.get(person.id), `It drew something else when ${what}`)
          }
        })
      }
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
    name: 'answers many people at the same time as it answers each alone',
    why: 'avatarctl asks for many people at once; a generator that mixes them up gives somebody another face.',
    async check(subject) {
      await withGenerator(subject, async ({ ask, people, contribution }) => {
        if (!contribution.deterministic) return
        const alone: (string | null)[] = []
        for (const person of people) alone.push(base64(await ask(person).catch(() => null)))
        const [first] = people
        // One that never answers the same twice is another rule's matter.
        if (first && base64(await ask(first).catch(() => null)) !== alone[0]) return
        const together = await Promise.all(people.map((person) => ask(person).catch(() => null)))
        for (const [index, person] of people.entries()) {
          const same = base64(together[index] ?? null) === alone[index]
          assert.ok(
            same,
            `Asked for several people at once, it has another image for ${JSON.stringify(person)}`,
          )
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
