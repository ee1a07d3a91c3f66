import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
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

/** The real path of a plugin's folder, and its package.json. */
export async function readPackage(plugin: URL | string): Promise<{ root: string; pkg: PluginPackage }> {
  const root = await realpath(plugin instanceof URL ? fileURLToPath(plugin) : plugin)
  const pkg = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as PluginPackage
  return { root, pkg }
}
