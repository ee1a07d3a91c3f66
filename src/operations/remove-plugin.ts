import { AppError } from '../errors.ts'
import type { PluginStore } from '../ports.ts'
import type { AddedPlugin } from '../records.ts'
import { namesFor } from './wanted-plugin.ts'

/** Takes away an installed plugin with all its files, or the link to a folder, which stays. Throws `AppError`. */
export async function removePlugin(
  store: PluginStore,
  wish: { name: string; kind: AddedPlugin['kind'] },
): Promise<AddedPlugin> {
  const plugin = addedAs(store, namesFor(wish.name))
  if (plugin.kind !== wish.kind) {
    const verb = plugin.kind === 'linked' ? 'unlink' : 'uninstall'
    throw new AppError('wrong-use', `${plugin.name} is ${plugin.kind}`, {
      hint: `\`avatarctl plugins ${verb} ${plugin.name}\` takes it away.`,
    })
  }
  await store.drop(plugin.name)
  return plugin
}

/** The added plugin with one of these names, the first one that there is. Throws `AppError`. */
export function addedAs(store: PluginStore, names: readonly string[]): AddedPlugin {
  const added = store.added()
  // `plugins create NAME` calls its package so.
  const theirs = names.map((name) => `avatarctl-generator-${name}`)
  const found = [...names, ...theirs]
    .map((name) => added.find((plugin) => plugin.name === name))
    .find(Boolean)
  if (found) return found
  const known = added.map(({ name }) => name).join(', ') || 'none'
  throw new AppError('wrong-use', `The plugin ${names.at(-1) ?? ''} is not installed`, {
    hint: `Installed or linked: ${known}.`,
  })
}
