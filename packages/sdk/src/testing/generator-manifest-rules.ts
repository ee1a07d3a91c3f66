import assert from 'node:assert/strict'
import { contributionOf, type GeneratorUnderTest } from './generator-under-test.ts'
import { faultsOfContribution, faultsOfDefaults, gapsOfGenerator } from './manifest-check.ts'
import { exportOf, readPackage } from './plugin-package.ts'
import type { Rule } from './rule.ts'

/** What a generator's manifest has to say, and where its module lies. */
export const manifestRules: readonly Rule<GeneratorUnderTest>[] = [
  {
    name: 'has a complete manifest',
    why: 'List, help, completion and option checks read the manifest and never load the code.',
    check: async (subject) => {
      const faults = await faultsAt(subject, (key) => !['licence', 'hosts', 'sends'].includes(key))
      assert.deepEqual(faults, [])
    },
  },
  {
    name: 'says under which licence its pictures may be used',
    why: 'A company has to know whether it may show them, and whom it has to name.',
    check: async (subject) => {
      assert.deepEqual(await faultsAt(subject, (key) => key === 'licence'), [])
    },
  },
  {
    name: 'says what it sends to the hosts that it asks',
    why: 'Hosts and what they are told are shown before the first use: a user decides by them.',
    check: async (subject) => {
      assert.deepEqual(await faultsAt(subject, (key) => key === 'hosts' || key === 'sends'), [])
    },
  },
  {
    name: 'gives its options defaults that it would take itself',
    why: 'A default is filled in where a user says nothing: a wrong one is refused for everybody.',
    check: async (subject) => {
      assert.deepEqual(faultsOfDefaults((await contributionOf(subject)).options), [])
    },
  },
  {
    name: 'has its module inside its package, with a generator as the default export',
    why: 'avatarctl does not import what lies outside of a plugin.',
    async check(subject) {
      if (subject.plugin === undefined || subject.generator) return
      const { root } = await readPackage(subject.plugin)
      const loaded = await exportOf(root, (await contributionOf(subject)).module)
      const { generate } = (loaded ?? {}) as { generate?: unknown }
      assert.equal(typeof generate, 'function', 'The default export has no generate()')
    },
  },
]

async function faultsAt(subject: GeneratorUnderTest, isMeant: (key: string) => boolean): Promise<string[]> {
  const contribution = await contributionOf(subject)
  const faults = [
    ...(await faultsOfContribution('generator', contribution)),
    ...gapsOfGenerator(contribution),
  ]
  return faults.filter(({ key }) => isMeant(key)).map(({ what }) => what)
}
