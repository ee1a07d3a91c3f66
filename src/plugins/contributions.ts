import type { DirectoryContribution, GeneratorContribution, PluginManifest } from '@avatarctl/sdk'
import { messageOf } from '../errors.ts'
import { whyUnfit } from './compatibility.ts'
import type { Seal } from './installed/file-list.ts'
import { checkedManifest, generatorIds } from './manifest.ts'
import { withOptionsFiles } from './options-file.ts'
import { ownFile } from './own-file.ts'

/** What is known of a plugin without running any of its code. */
export interface InstalledPlugin {
  name: string
  version: string
  root: string
  /** `core` comes with the tool, `user` was installed, `link` is a folder that is being worked on. */
  type: string
  pjson: Record<string, unknown>
  /** What an installed one has to be, file by file. */
  seal?: Seal
}

export interface ContributionOrigin {
  plugin: string
  version: string
  /** Comes with the tool, as against installed or linked by the user. */
  bundled: boolean
  /** Real path of the module, inside the plugin's folder. */
  modulePath: string
  /** What has to be true of its files before any of its code runs; for installed ones. */
  seal?: Seal
}

export type Contributed<T> = T & { origin: ContributionOrigin }

/** Something wrong with one plugin. Every other plugin goes on working. */
export interface PluginProblem {
  plugin: string
  message: string
  /** Where it could be read. */
  version?: string
  /** The ids of the generators that it would contribute, where they could be read. */
  generators?: string[]
}

/** Everything that the installed plugins add, and what is wrong with those that add nothing. */
export interface Contributions {
  generators: Contributed<GeneratorContribution>[]
  directories: Contributed<DirectoryContribution>[]
  problems: PluginProblem[]
}

/**
 * Reads what plugins contribute from their package.json files. Loads no code of theirs: listing, help and the checking
 * of options work from what is found here. `version` is the tool's own, for `engines.avatarctl`.
 */
export async function readContributions(
  plugins: Iterable<InstalledPlugin>,
  version: string,
): Promise<Contributions> {
  const found: Contributions = { generators: [], directories: [], problems: [] }
  // Bundled plugins come first, so that no installed one can take an id from them.
  // Of the bundled ones, oclif finds now one first and now another.
  const isBundled = ({ type }: InstalledPlugin) => Number(type === 'core')
  const inOrder = [...plugins].sort(
    (a, b) => isBundled(b) - isBundled(a) || (isBundled(a) && (a.name < b.name ? -1 : 1)),
  )
  for (const plugin of inOrder) {
    if (plugin.pjson['avatarctl'] === undefined) continue
    try {
      const pjson = { ...plugin.pjson, avatarctl: withOptionsFiles(plugin.root, plugin.pjson['avatarctl']) }
      const manifest = await checkManifest({ ...plugin, pjson }, version)
      const { generators = [], directories = [] } = manifest.contributes
      // All or nothing: half a plugin would be harder to understand than none.
      const added = {
        generators: generators.map((one) => withOrigin(plugin, one, found.generators)),
        directories: directories.map((one) => withOrigin(plugin, one, found.directories)),
      }
      found.generators.push(...added.generators)
      found.directories.push(...added.directories)
    } catch (error) {
      const { name, version: its, pjson } = plugin
      const generators = generatorIds(pjson['avatarctl'])
      found.problems.push({ plugin: name, version: its, message: messageOf(error), generators })
    }
  }
  return found
}

/** The `avatarctl` key of a plugin's package.json; throws with what is wrong. `version` is the tool's own. */
export async function checkManifest(
  { pjson, type }: InstalledPlugin,
  version: string,
): Promise<PluginManifest> {
  const unfit = whyUnfit(pjson['engines'], version)
  if (unfit !== undefined) throw new Error(unfit)
  // Ours were held against the schema when they were built, and every start would pay for doing it again.
  if (type === 'core') return pjson['avatarctl'] as PluginManifest
  return await checkedManifest(pjson['avatarctl'], version)
}

function withOrigin<T extends { id: string; module: string }>(
  plugin: InstalledPlugin,
  contribution: T,
  taken: readonly Contributed<{ id: string }>[],
): Contributed<T> {
  const other = taken.find(({ id }) => id === contribution.id)
  if (other)
    throw new Error(`it contributes "${contribution.id}", which ${other.origin.plugin} contributes already`)
  const { name, version, root, type, seal } = plugin
  const modulePath = ownFile(root, contribution.module, 'module')
  const origin = { plugin: name, version, bundled: type === 'core', modulePath, ...(seal ? { seal } : {}) }
  return { ...contribution, origin }
}
