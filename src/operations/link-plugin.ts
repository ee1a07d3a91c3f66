import { AppError } from '../errors.ts'
import type { PluginStore, TakenNames } from '../ports.ts'
import type { InstalledOutcome } from './install-plugin.ts'
import { mustBeFree, mustNotBeBundled } from './install-plugin.ts'

/** Uses the plugin in a folder that somebody works on, from where it lies. Throws `AppError`. */
export async function linkPlugin(
  store: PluginStore,
  taken: TakenNames,
  wish: { folder: string },
): Promise<InstalledOutcome> {
  const looked = await store.look(wish.folder)
  const { plugin, offer } = looked
  mustNotBeBundled([plugin.name], taken)
  mustBeFree(offer, taken)
  const previous = store.added().find(({ name }) => name === plugin.name)
  if (previous?.kind === 'installed') {
    throw new AppError('wrong-use', `${plugin.name} is installed`, {
      hint: `\`avatarctl plugins uninstall ${plugin.name}\` first, and run the same again.`,
    })
  }
  if (previous?.root === plugin.root && previous.version === plugin.version)
    return { plugin: previous, offer, previous: previous.version, changed: false }
  await store.use(looked)
  return { plugin, offer, previous: previous?.version ?? null, changed: true }
}
