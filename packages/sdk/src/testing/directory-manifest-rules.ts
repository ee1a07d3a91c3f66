import assert from 'node:assert/strict'
import type { DirectoryUnderTest } from './directory-under-test.ts'
import { faultsOfContribution, faultsOfDefaults } from './manifest-check.ts'
import { readPackage } from './plugin-package.ts'
import type { Rule } from './rule.ts'

/** What a directory's manifest has to say, where its package is named. */
export const directoryManifestRules: readonly Rule<DirectoryUnderTest>[] = [
  {
    name: 'has a complete manifest',
    why: 'Help, the environment and the checking of options go by the manifest and never load the code.',
    async check({ plugin, id }) {
      if (plugin === undefined) return
      const { pkg } = await readPackage(plugin)
      const declared = (pkg.avatarctl?.contributes.directories ?? []).filter(
        (one) => one.id === (id ?? one.id),
      )
      assert.equal(
        declared.length,
        1,
        `package.json declares ${declared.length} such directories: say which, with id`,
      )
      const faults = await faultsOfContribution('directory', declared[0])
      assert.deepEqual([...faults.map(({ what }) => what), ...faultsOfDefaults(declared[0]?.options)], [])
    },
  },
]
