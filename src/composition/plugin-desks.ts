import path from 'node:path'
import type { Contributions } from '../plugins/contributions.ts'
import type { LoadedPlugins } from '../plugins/installed/load-added.ts'
import type { PluginState } from '../plugins/plugin-states.ts'
import type { PluginStore, TakenNames } from '../ports.ts'
import type { settingsDesk } from './settings-desk.ts'
import type { Surroundings } from './surroundings.ts'
import type { KeeperWish } from './vault-desks.ts'

/** The plugins that the user has added, without loading any code of theirs; none in safe mode. */
export async function addedPlugins({ dataFolder, safeMode, ...rest }: Surroundings): Promise<LoadedPlugins> {
  if (safeMode) return { plugins: [], problems: [] }
  const { loadAdded } = await import('../plugins/installed/load-added.ts')
  return await loadAdded(dataFolder, bundledNames(rest))
}

/** Plugins: installed, linked, taken away, and looked through. */
export function pluginDesks(
  surroundings: Surroundings,
  contributed: () => Promise<Contributions>,
  { settings }: Pick<ReturnType<typeof settingsDesk>, 'settings'>,
) {
  const { dataFolder, environment, version, signal, warn } = surroundings

  async function taken(): Promise<TakenNames> {
    const { generators, directories } = await contributed()
    const contributors = new Map([
      ...generators.map(({ id, origin }) => [`generator ${id}`, origin.plugin] as const),
      ...directories.map(({ id, origin }) => [`directory ${id}`, origin.plugin] as const),
    ])
    return { bundled: bundledNames(surroundings), contributors }
  }

  return {
    /** Changes something about the plugins, with all of them held for oneself. */
    async keepPlugins<T>(
      { command, wait }: KeeperWish,
      work: (store: PluginStore, taken: TakenNames) => Promise<T>,
    ): Promise<T> {
      const [{ takePluginLock, whenFree }, { openPluginStore }, { findNpm }] = await Promise.all([
        import('../vault/locks.ts'),
        import('../plugins/installed/store.ts'),
        import('../plugins/installed/npm.ts'),
      ])
      const holder = { command, pid: process.pid, startedAt: new Date().toISOString() }
      const take = () => takePluginLock(path.join(dataFolder, 'locks', 'plugins'), holder)
      const lock = await whenFree(take, { wait, signal, onWait: warn })
      try {
        const npm = () => findNpm(environment, signal)
        await using store = await openPluginStore({
          dataFolder,
          version,
          npm,
          mustHold: () => lock.mustHold(),
        })
        return await work(store, await taken())
      } finally {
        await lock.release()
      }
    },

    /** Whether the settings name a plugin as one that is installed without asking. Throws `AppError`. */
    async trust(): Promise<(name: string) => boolean> {
      const { trustedPlugins } = await settings()
      const { default: picomatch } = await import('picomatch')
      return trustedPlugins.length === 0 ? () => false : picomatch([...trustedPlugins])
    },

    /** Every plugin there is, and whether it works; with `verify`, also whether each is what was installed. */
    async pluginStates(wish: { verify: boolean }): Promise<PluginState[]> {
      const { pluginStates } = await import('../plugins/plugin-states.ts')
      const { plugins, safeMode } = surroundings
      return await pluginStates({ dataFolder, bundled: plugins, safeMode, ...wish }, await contributed())
    },
  }
}

/** Names that no added plugin may have: it would stand in the place of ours. */
function bundledNames({ plugins }: Pick<Surroundings, 'plugins'>): ReadonlySet<string> {
  return new Set(plugins.filter(({ type }) => type === 'core').map(({ name }) => name))
}
