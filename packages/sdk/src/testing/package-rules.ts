import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import validRange from 'semver/ranges/valid.js'
import { packedFiles } from './packed-files.ts'
import { readPackage, type MaybePackaged, type PluginPackage } from './plugin-package.ts'
import type { Rule } from './rule.ts'

/** What npm runs when a package is installed from a registry. */
const installScripts = ['preinstall', 'install', 'postinstall']

/** What has to hold of the package of any plugin. Of what is tried without a package, it holds. */
export const packageRules: readonly Rule<MaybePackaged>[] = [
  {
    name: 'is a plugin that says which avatarctl it is for',
    why: 'avatarctl finds a plugin by its key "oclif", and refuses one whose "engines.avatarctl" does not fit.',
    check: ofPackage(({ pkg }) => {
      assert.ok(pkg.oclif && typeof pkg.oclif === 'object', 'package.json has no object "oclif"')
      const range = pkg.engines?.avatarctl
      assert.ok(typeof range === 'string', 'package.json has no "engines.avatarctl"')
      const admitted = validRange(range)
      assert.ok(
        admitted !== null,
        `"engines.avatarctl" is ${JSON.stringify(range)}, which is no range of versions`,
      )
      assert.ok(
        admitted !== '*',
        '"engines.avatarctl" admits every version: name those that it was tested with',
      )
    }),
  },
  {
    name: 'brings nothing that would run when avatarctl starts',
    why: 'Commands, hooks and rc files of plugins are never run; what relies on them would not work.',
    check: ofPackage(async ({ root, pkg }) => {
      assert.deepEqual(
        Object.keys(pkg.oclif ?? {}),
        [],
        'The key "oclif" of package.json has to be empty: {}',
      )
      const files = (await readdir(root)).filter((name) =>
        /^(?:\.oclifrc|oclif\.config)\b|^\.?oclif\.manifest\.json$/.test(name),
      )
      assert.deepEqual(files, [], 'Files of oclif play no part in a plugin')
    }),
  },
  {
    name: 'installs without running anything',
    why: 'avatarctl runs no install scripts, so what they would have made is not there.',
    check: ofPackage(async ({ root, pkg }) => {
      const found = installScripts.filter((name) => pkg.scripts?.[name] !== undefined)
      assert.deepEqual(found, [], 'package.json has install scripts')
      assert.ok(!(await readdir(root)).includes('binding.gyp'), 'npm compiles what has a binding.gyp')
    }),
  },
  {
    name: 'publishes the modules that it names',
    why: 'What "files" leaves out is there on your machine, and missing for everybody who installs it.',
    check: ofPackage(async ({ root, pkg }) => {
      const { generators = [], directories = [] } = pkg.avatarctl?.contributes ?? {}
      const packed = await packedFiles(root)
      const modules = [...generators, ...directories].map(({ module }) => module)
      for (const file of [...modules, ...generators.flatMap(({ optionsFile }) => optionsFile ?? [])]) {
        assert.ok(packed.includes(path.posix.normalize(file)), `npm pack leaves ${file} out: see "files"`)
      }
    }),
  },
]

function ofPackage(
  check: (found: { root: string; pkg: PluginPackage }) => void | Promise<void>,
): (subject: MaybePackaged) => Promise<void> {
  return async ({ plugin }) => {
    if (plugin !== undefined) await check(await readPackage(plugin))
  }
}
