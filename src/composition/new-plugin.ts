import type { PluginWorkshop } from '../operations/create-plugin.ts'
import type { Contributions } from '../plugins/contributions.ts'
import type { Surroundings } from './surroundings.ts'

/** What `plugins create` works with: the template, the folder, and the names that are taken. */
export function pluginWorkshop(
  { version, root, plugins }: Surroundings,
  contributed: () => Promise<Contributions>,
): () => Promise<PluginWorkshop> {
  return async () => {
    const { generators, directories } = await contributed()
    const bundled = [...generators, ...directories].filter(({ origin }) => origin.bundled)
    const packages = [...plugins].filter(({ type }) => type === 'core').map(({ name }) => name)
    const { readTemplate, sdkFor, writePackage } = await import('../plugins/workshop.ts')
    return {
      version,
      sdk: sdkFor(root, version),
      taken: { ids: bundled.map(({ id }) => id), packages },
      template: (licence) => readTemplate(root, licence),
      write: writePackage,
    }
  }
}
