import path from 'node:path'
import { messageOf } from '../errors.ts'
import type { Contributions, InstalledPlugin } from './contributions.ts'
import { type AddedEntry, readAdded } from './installed/added-list.ts'
import { mustBeIntact } from './installed/file-list.ts'
import { rootOf, sealedFolder } from './installed/load-added.ts'

/** A plugin, what it contributes now, and why not if it does not. */
export interface PluginState {
  name: string
  version: string
  kind: 'bundled' | 'installed' | 'linked'
  /** What was asked for when it was installed; null for the others. */
  tag: string | null
  publisher: string | null
  /** The package's folder. */
  root: string
  contributes: { generators: string[]; directories: string[] }
  active: boolean
  /** Why it is not active; null where it is. */
  problem: string | null
}

/** Every plugin with what it adds, those that come with the tool first. Runs no code of any. */
export async function pluginStates(
  known: { dataFolder: string; bundled: readonly InstalledPlugin[]; safeMode: boolean; verify: boolean },
  { generators, directories, problems }: Contributions,
): Promise<PluginState[]> {
  const idsOf = (name: string) => {
    const ids = (all: readonly { id: string; origin: { plugin: string } }[]) =>
      all.filter(({ origin }) => origin.plugin === name).map(({ id }) => id)
    return { generators: ids(generators), directories: ids(directories) }
  }
  const problemOf = (name: string) => problems.find(({ plugin }) => plugin === name)?.message ?? null
  const bundled = known.bundled
    .filter(({ type, pjson }) => type === 'core' && pjson['avatarctl'] !== undefined)
    .map(({ name, version, root }): PluginState => {
      const problem = problemOf(name)
      const contributes = idsOf(name)
      return {
        ...{ name, version, kind: 'bundled', tag: null, publisher: null, root },
        ...{ contributes, active: problem === null, problem },
      }
    })

  async function stateOf(entry: AddedEntry): Promise<PluginState> {
    const { name, version, type, tag = null, publisher = null } = entry
    const broken = known.verify && type === 'user' ? await whatIsBroken(known.dataFolder, entry) : null
    const problem = known.safeMode ? 'left out in safe mode' : (broken ?? problemOf(name))
    const contributes = idsOf(name)
    return {
      ...{ name, version, kind: type === 'user' ? 'installed' : 'linked', tag, publisher },
      ...{ root: path.resolve(known.dataFolder, entry.root), contributes, active: problem === null, problem },
    }
  }
  // oclif finds ours in an order that differs from one start to the next.
  bundled.sort((one, other) => (one.name < other.name ? -1 : 1))
  return [...bundled, ...(await Promise.all((await readAdded(known.dataFolder)).map(stateOf)))]
}

async function whatIsBroken(dataFolder: string, entry: AddedEntry): Promise<string | null> {
  try {
    const folder = sealedFolder(rootOf(dataFolder, entry), entry.name)
    await mustBeIntact({ plugin: entry.name, folder, list: entry.files ?? '' })
    return null
  } catch (error) {
    return messageOf(error)
  }
}
