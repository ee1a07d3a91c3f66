import assert from 'node:assert/strict'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { contributionOf, moduleOf, readPackage, type GeneratorUnderTest } from './generator-under-test.ts'
import { faultsOfContribution } from './manifest-check.ts'
import type { Rule } from './rule.ts'

/** What a generator's package.json has to say, and where its module lies. */
export const packageRules: readonly Rule<GeneratorUnderTest>[] = [
  {
    name: 'is a plugin that says which avatarctl it is for',
    why: 'avatarctl finds a plugin by its key "oclif", and refuses one whose "engines.avatarctl" does not fit.',
    async check(subject) {
      if (!('plugin' in subject)) return
      const { pkg } = await readPackage(subject)
      assert.ok(pkg.oclif && typeof pkg.oclif === 'object', 'package.json has no object "oclif"')
      assert.ok(pkg.engines?.avatarctl, 'package.json has no "engines.avatarctl"')
    },
  },
  {
    name: 'has a complete manifest',
    why: 'List, help, completion and option checks read the manifest and never load the code.',
    async check(subject) {
      const faults = await faultsOfContribution('generator', await contributionOf(subject))
      assert.deepEqual(faults, [])
    },
  },
  {
    name: 'says under which licence its pictures may be used',
    why: 'A company has to know whether it may show them, and whom it has to name.',
    async check(subject) {
      const { licence, produces } = await contributionOf(subject)
      assert.ok(licence.code, 'licence.code is missing')
      if (produces === 'artwork') assert.ok(licence.artwork, 'licence.artwork is missing')
    },
  },
  {
    name: 'says what it sends to the hosts that it asks',
    why: 'Hosts and what they are told are shown before the first use: a user decides by them.',
    async check(subject) {
      const { hosts, sends } = await contributionOf(subject)
      assert.equal(hosts.length > 0, sends.length > 0, '"hosts" and "sends" go together')
      for (const host of hosts) {
        assert.equal(URL.canParse(`https://${host}`) && new URL(`https://${host}`).host, host, 'no host name')
      }
    },
  },
  {
    name: 'has its module inside its package, with a generator as the default export',
    why: 'avatarctl does not import what lies outside of a plugin.',
    async check(subject) {
      const module = await moduleOf(subject)
      if (!module || !('plugin' in subject)) return
      const { root } = await readPackage(subject)
      const file = await realpath(fileURLToPath(module))
      const inside = path.relative(root, file)
      assert.ok(!inside.startsWith('..') && !path.isAbsolute(inside), `${file} lies outside of ${root}`)
      const loaded = (await import(module.href)) as { default?: { generate?: unknown } }
      assert.equal(typeof loaded.default?.generate, 'function', 'The default export has no generate()')
    },
  },
]
