import assert from 'node:assert/strict'
import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PluginManifest } from '../manifest.ts'

/** What is tried has a package, or has none and is tried by itself. */
export interface MaybePackaged {
  /** The folder of the package, with the package.json that declares it. */
  plugin?: URL | string
  /** Which contribution, where there are several. */
  id?: string
}

/** A package.json as far as it matters here. */
export interface PluginPackage {
  oclif?: unknown
  engines?: Record<string, string>
  scripts?: Record<string, string>
  avatarctl?: PluginManifest
}

/** The real path of a plugin's folder, and its package.json, with the options that stand in files of their own. */
export async function readPackage(plugin: URL | string): Promise<{ root: string; pkg: PluginPackage }> {
  const root = await realpath(plugin instanceof URL ? fileURLToPath(plugin) : plugin)
  const pkg = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as PluginPackage
  for (const generator of pkg.avatarctl?.contributes.generators ?? []) {
    if (generator.optionsFile === undefined) continue
    const text = await readFile(path.join(root, generator.optionsFile), 'utf8')
    generator.options = JSON.parse(text) as NonNullable<typeof generator.options>
  }
  return { root, pkg }
}

/** The default export of a module of a package, whose real path has to lie in the package's folder. */
export async function exportOf(root: string, module: string): Promise<unknown> {
  const file = path.join(root, module)
  const inside = path.relative(root, await realpath(file))
  assert.ok(!inside.startsWith('..') && !path.isAbsolute(inside), `${module} lies outside of ${root}`)
  return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default
}
