import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findNpm } from '../../src/plugins/installed/npm.ts'
import { openPluginStore } from '../../src/plugins/installed/store.ts'
import { installPlugin, type InstalledOutcome } from '../../src/operations/install-plugin.ts'
import type { PluginStore, TakenNames } from '../../src/ports.ts'
import type { PluginOffer } from '../../src/records.ts'
import { type MadeUpPackage, packageTarball } from './made-up-package.ts'
import { type Registry, startRegistry } from './registry.ts'

/** A registry for all tests of the surrounding `describe`, and ways to install from it without a command line. */
export interface PluginShop {
  readonly registry: Registry
  /** Does something with the plugins of a data folder, as a tool of version 0.1.0. */
  keep<T>(dataFolder: string, work: (store: PluginStore) => Promise<T>): Promise<T>
  /** Installs by name, or out of a tarball made for it, and says yes to everything; what was shown goes into `shown`. */
  install(dataFolder: string, name: string | MadeUpPackage, shown?: PluginOffer[]): Promise<InstalledOutcome>
}

/** Nothing comes with the tool but one plugin with one generator. */
const taken: TakenNames = {
  bundled: new Set(['avatarctl', '@avatarctl/generator-initials']),
  contributors: new Map([['generator initials', '@avatarctl/generator-initials']]),
}

export function pluginShop(): PluginShop {
  let registry: Registry | undefined
  before(async function () {
    this.timeout(60_000)
    registry = await startRegistry()
  })
  after(async () => registry?.close())

  async function keep<T>(dataFolder: string, work: (store: PluginStore) => Promise<T>): Promise<T> {
    const environment = { PATH: process.env['PATH'], HOME: dataFolder, ...registry!.environment }
    const npm = () => findNpm(environment, new AbortController().signal)
    await using store = await openPluginStore({
      ...{ dataFolder, version: '0.1.0', npm },
      mustHold: () => Promise.resolve(),
    })
    return await work(store)
  }

  return {
    get registry() {
      return registry!
    },
    keep,
    async install(dataFolder, wanted, shown = []) {
      const name = typeof wanted === 'string' ? wanted : await tarball(dataFolder, wanted)
      return await keep(dataFolder, (store) =>
        installPlugin(store, taken, {
          name,
          consent: {
            isTrusted: () => false,
            confirm: (offer) => {
              shown.push(offer)
              return Promise.resolve()
            },
          },
        }),
      )
    },
  }
}

async function tarball(folder: string, made: MadeUpPackage): Promise<string> {
  const file = path.join(folder, 'package.tgz')
  await writeFile(file, (await packageTarball(made)).bytes)
  return file
}
