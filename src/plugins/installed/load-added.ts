import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, messageOf } from '../../errors.ts'
import type { InstalledPlugin, PluginProblem } from '../contributions.ts'
import { type AddedEntry, readAdded } from './added-list.ts'
import { sha256 } from './file-list.ts'

/** Plugins that the user has added, as far as they can be read, and what is wrong with the others. */
export interface LoadedPlugins {
  plugins: InstalledPlugin[]
  problems: PluginProblem[]
}

/**
 * Reads the package.json of every plugin that the user has added, and no other file of theirs. `bundled` are the names of
 * packages that come with the tool: whatever else calls itself so is left out.
 */
export async function loadAdded(dataFolder: string, bundled: ReadonlySet<string>): Promise<LoadedPlugins> {
  const found: LoadedPlugins = { plugins: [], problems: [] }
  let entries: AddedEntry[]
  try {
    entries = await readAdded(dataFolder)
  } catch (error) {
    return { plugins: [], problems: [{ plugin: 'list', message: messageOf(error) }] }
  }
  for (const entry of entries) {
    try {
      if (bundled.has(entry.name)) throw new Error('it has the name of a plugin that comes with avatarctl')
      found.plugins.push(await load(dataFolder, entry))
    } catch (error) {
      found.problems.push({ ...known(entry), message: messageOf(error) })
    }
  }
  return found
}

async function load(dataFolder: string, entry: AddedEntry): Promise<InstalledPlugin> {
  const root = rootOf(dataFolder, entry)
  const bytes = await readFile(path.join(root, 'package.json')).catch((error: unknown) => {
    const missing = entry.type === 'link' ? `${root} is not there any more` : 'its package.json is missing'
    throw new Error(codeOf(error) === 'ENOENT' ? missing : messageOf(error))
  })
  if (entry.type === 'user' && sha256(bytes) !== entry.manifest)
    throw new Error('its package.json is not the one that was installed; install it again')
  let pjson: unknown
  try {
    pjson = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Error('its package.json is not JSON')
  }
  const { name, version } = (pjson ?? {}) as Record<string, unknown>
  if (name !== entry.name) throw new Error(`${root} has the package ${String(name)} now`)
  if ((pjson as Record<string, unknown>)['avatarctl'] === undefined)
    throw new Error('its package.json has no "avatarctl", so it contributes nothing')
  const { type, files } = entry
  const seal =
    type === 'user'
      ? { plugin: entry.name, folder: sealedFolder(root, entry.name), list: files ?? '' }
      : undefined
  return {
    ...{ name: entry.name, version: String(version), root, type, pjson: pjson as Record<string, unknown> },
    ...(seal ? { seal } : {}),
  }
}

/** What is known of a plugin whose package.json cannot be read any more: what was agreed to. */
function known({ name, type, version, agreed = [] }: AddedEntry): Omit<PluginProblem, 'message'> {
  if (type === 'link') return { plugin: name }
  const generators = agreed.filter(({ kind }) => kind === 'generator').map(({ id }) => id)
  return { plugin: name, version, generators }
}

/** The folder of a plugin's package. An installed one never lies anywhere but in the data folder. */
export function rootOf(dataFolder: string, { type, root }: AddedEntry): string {
  if (type === 'link') return root
  const whole = path.resolve(dataFolder, root)
  if (path.isAbsolute(root) || path.relative(path.join(dataFolder, 'plugins'), whole).startsWith('..'))
    throw new Error('it does not lie in the data folder')
  return whole
}

/** The folder of a plugin and everything that it depends on: above `node_modules/NAME`. */
export function sealedFolder(root: string, name: string): string {
  return path.resolve(root, ...name.split('/').map(() => '..'), '..')
}
