import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { type Consent, installPlugin, type InstalledOutcome } from '../../src/operations/install-plugin.ts'
import { type UpdateOutcome, updatePlugins } from '../../src/operations/update-plugins.ts'
import { loadAdded } from '../../src/plugins/installed/load-added.ts'
import { findNpm } from '../../src/plugins/installed/npm.ts'
import { openPluginStore } from '../../src/plugins/installed/store.ts'
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
  /** The error of an installation that has to fail. */
  refusal(dataFolder: string, name: string | MadeUpPackage): Promise<AppError>
  /** Updates everything, and says yes to everything. */
  update(dataFolder: string): Promise<UpdateOutcome[]>
  /** What is installed, each as NAME@VERSION, all of which can be read; and how many folders there are for it. */
  state(dataFolder: string): Promise<{ plugins: string[]; folders: number }>
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

  async function install(
    dataFolder: string,
    wanted: string | MadeUpPackage,
    shown: PluginOffer[] = [],
  ): Promise<InstalledOutcome> {
    const name = typeof wanted === 'string' ? wanted : await tarball(dataFolder, wanted)
    const consent = agreeing((offer) => shown.push(offer))
    return await keep(dataFolder, (store) => installPlugin(store, taken, { name, consent }))
  }

  return {
    get registry() {
      return registry!
    },
    keep,
    install,
    async refusal(dataFolder, wanted) {
      const error = await install(dataFolder, wanted).then(
        ({ plugin }) => expect.fail(`${plugin.name} was installed`),
        (thrown: unknown) => thrown,
      )
      expect(error).to.be.instanceOf(AppError)
      return error as AppError
    },
    async update(dataFolder) {
      const wish = { name: undefined, consent: agreeing(() => undefined) }
      return await keep(dataFolder, async (store) => {
        const outcomes: UpdateOutcome[] = []
        for await (const one of updatePlugins(store, taken, wish)) outcomes.push(one)
        return outcomes
      })
    },
    async state(dataFolder) {
      const { plugins, problems } = await loadAdded(dataFolder, new Set())
      expect(problems).to.deep.equal([])
      const names = plugins.map(({ name, version }) => `${name}@${version}`)
      const folders = await readdir(path.join(dataFolder, 'plugins')).catch(() => [])
      return { plugins: names, folders: folders.length }
    },
  }
}

const agreeing = (look: (offer: PluginOffer) => void): Consent => ({
  isTrusted: () => false,
  confirm: (offer) => {
    look(offer)
    return Promise.resolve()
  },
})

async function tarball(folder: string, made: MadeUpPackage): Promise<string> {
  const file = path.join(folder, 'package.tgz')
  await writeFile(file, (await packageTarball(made)).bytes)
  return file
}
