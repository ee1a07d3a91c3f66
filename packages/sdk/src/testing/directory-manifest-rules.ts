import assert from 'node:assert/strict'
import type { DirectoryPlugin } from '../directory.ts'
import type { DirectoryContribution } from '../manifest.ts'
import type { DirectoryUnderTest } from './directory-under-test.ts'
import { defaultsOf, faultsOfContribution, faultsOfDefaults } from './manifest-check.ts'
import { exportOf, readPackage } from './plugin-package.ts'
import { isAdmitted, originsIn } from './recording-fetch.ts'
import type { Rule } from './rule.ts'

/** What a directory's manifest has to say, and where its module lies; where its package is named. */
export const directoryManifestRules: readonly Rule<DirectoryUnderTest>[] = [
  {
    name: 'has a complete manifest',
    why: 'Help, the environment and the checking of options go by the manifest and never load the code.',
    check: declared(async ({ contribution }) => {
      const faults = await faultsOfContribution('directory', contribution)
      assert.deepEqual([...faults.map(({ what }) => what), ...faultsOfDefaults(contribution.options)], [])
    }),
  },
  {
    name: 'has its module inside its package, with a directory as the default export',
    why: 'avatarctl does not import what lies outside of a plugin.',
    check: declared(async ({ root, contribution }) => {
      const plugin = (await exportOf(root, contribution.module)) as Partial<DirectoryPlugin> | undefined
      assert.equal(typeof plugin?.open, 'function', 'The default export has no open()')
    }),
  },
  {
    name: 'asks only hosts that its manifest declares',
    why: 'The declaration is what the user agreed to; a directory that would ask anybody else is not opened.',
    check: declared(async ({ root, contribution, subject }) => {
      // One that cannot be loaded is another rule's matter.
      const loaded = await exportOf(root, contribution.module).catch(() => undefined)
      const plugin = loaded as Partial<DirectoryPlugin> | undefined
      const origins = plugin?.origins?.({ ...defaultsOf(contribution.options), ...subject.options }) ?? []
      const hosts = [...(contribution.hosts ?? []), ...originsIn(subject.options ?? {})]
      const undeclared = origins.filter(
        // What it starts on this machine itself is nobody else.
        (origin) => origin !== 'http://127.0.0.1:*' && !isAdmitted(new URL(origin), hosts),
      )
      assert.deepEqual(undeclared, [], 'Its origins() are not among "hosts"')
    }),
  },
]

function declared(
  check: (found: {
    root: string
    contribution: DirectoryContribution
    subject: DirectoryUnderTest
  }) => Promise<void>,
): (subject: DirectoryUnderTest) => Promise<void> {
  return async (subject) => {
    const { plugin, id } = subject
    if (plugin === undefined) return
    const { root, pkg } = await readPackage(plugin)
    const all = pkg.avatarctl?.contributes.directories ?? []
    const chosen = all.filter((one) => one.id === (id ?? one.id))
    assert.equal(
      chosen.length,
      1,
      `package.json declares ${chosen.length} such directories: say which, with id`,
    )
    await check({ root, contribution: chosen[0] as DirectoryContribution, subject })
  }
}
