import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../../errors.ts'
import type { FetchedPlugin, PluginStore, StagedPlugin } from '../../ports.ts'
import type { AddedPlugin } from '../../records.ts'
import { type AddedEntry, readAdded, syncFolder, writeAdded } from './added-list.ts'
import { type Fetched, fetchPackage } from './fetch-package.ts'
import { mustBeIntact } from './file-list.ts'
import { rootOf, sealedFolder } from './load-added.ts'
import type { Npm } from './npm.ts'
import { offerOf } from './offer.ts'
import { stagePackage } from './stage.ts'
import { writing } from './writing.ts'

/** What the store works with. */
export interface StoreParts {
  dataFolder: string
  /** The tool's own, for `engines.avatarctl`. */
  version: string
  npm(): Npm
  /** Throws when somebody else has taken the lock. */
  mustHold(): Promise<void>
  /** How long one request of npm's may take: a first question, and the fetching of what a plugin depends on. */
  patience?: { firstMs: number; restMs: number }
}

/**
 * The plugins of a data folder: `plugins/NAME@VERSION-…` each with a tree of dependencies of its own, and package.json,
 * which says which of them count. A new one is made ready under another name, renamed, and switched to by one rename of
 * package.json; what was left behind is swept away by whoever comes next.
 */
export async function openPluginStore(parts: StoreParts): Promise<PluginStore & AsyncDisposable> {
  const { dataFolder, version, npm, mustHold, patience = { firstMs: 10_000, restMs: 30_000 } } = parts
  const pluginsFolder = path.join(dataFolder, 'plugins')
  let entries = await readAdded(dataFolder)
  const packages = new WeakMap<FetchedPlugin, { fetched: Fetched; folder: string }>()
  const ready = new WeakMap<StagedPlugin, AddedEntry>()
  const staging: string[] = []
  await writing(() => mkdir(pluginsFolder, { mode: 0o700 }).catch(unlessThere))
  await sweep()

  async function sweep(): Promise<void> {
    const used = new Set(entries.map(({ root }) => root.split('/')[1]))
    for (const name of await readdir(pluginsFolder))
      if (!used.has(name))
        await rm(path.join(pluginsFolder, name), { recursive: true, force: true }).catch(() => undefined)
    for (const name of await readdir(dataFolder))
      if (/^\.package\.json\.[0-9a-f]+\.tmp$/.test(name))
        await rm(path.join(dataFolder, name), { force: true })
  }

  const entryOf = (name: string) => entries.find((one) => one.name === name)!
  const folderOf = (entry: AddedEntry) => sealedFolder(rootOf(dataFolder, entry), entry.name)

  async function replace(next: readonly AddedEntry[]): Promise<void> {
    await mustHold()
    await writing(() => writeAdded(dataFolder, next))
    entries = [...next]
  }

  return {
    added: () => entries.map((entry) => addedFrom(dataFolder, entry)),

    async fetch(wanted) {
      const folder = await writing(() => mkdtemp(path.join(pluginsFolder, '.staging-')))
      staging.push(folder)
      await writing(() => writeFile(path.join(folder, 'package.json'), '{ "private": true }'))
      const fetched = await fetchPackage(wanted, folder, { npm: npm(), timeoutMs: patience.firstMs })
      const { pjson, integrity, publisher, tag, warnings } = fetched
      const source = wanted.from
      const offer = await offerOf(pjson, { source, publisher, version, warnings })
      const found = { offer, integrity, tag }
      packages.set(found, { fetched, folder })
      return found
    },

    async look(given) {
      const root = await realpath(given).catch((error: unknown) => {
        throw new AppError('unreadable-input', `The folder ${given} cannot be read: ${messageOf(error)}`, {
          hint: 'Give the folder in which the package.json of the plugin lies.',
        })
      })
      const pjson = await manifestOf(root, given)
      const offer = await offerOf(pjson, { source: 'folder', publisher: null, version })
      const entry: AddedEntry = { type: 'link', name: offer.name, version: offer.version, root }
      const staged = { plugin: addedFrom(dataFolder, entry), offer }
      ready.set(staged, entry)
      return staged
    },

    async stage(fetched) {
      const { fetched: shown, folder } = packages.get(fetched)!
      const { name, version: its, publisher, contributes } = fetched.offer
      const tools = { npm: npm(), timeoutMs: patience.restMs, version }
      const staged = await writing(() => stagePackage(folder, shown, tools))
      const target = `${name.replace('/', '+')}@${its}-${randomBytes(4).toString('hex')}`
      await writing(async () => {
        await rename(folder, path.join(pluginsFolder, target))
        await syncFolder(pluginsFolder)
      })
      staging.push(path.join(pluginsFolder, target))
      const { integrity, tag } = fetched
      const root = ['plugins', target, 'node_modules', name].join('/')
      const about = { name, version: its, tag, root, publisher, integrity, agreed: contributes }
      const entry: AddedEntry = { type: 'user', ...about, ...staged }
      const made = { plugin: addedFrom(dataFolder, entry) }
      ready.set(made, entry)
      return made
    },

    async use(staged) {
      const entry = ready.get(staged)!
      const isNew = entries.every(({ name }) => name !== entry.name)
      await replace(
        isNew ? [...entries, entry] : entries.map((one) => (one.name === entry.name ? entry : one)),
      )
      staging.length = 0
    },

    async drop(name) {
      await replace(entries.filter((entry) => entry.name !== name))
      await sweep()
    },

    async isIntact({ name }) {
      const entry = entryOf(name)
      const seal = { plugin: name, folder: folderOf(entry), list: entry.files ?? '' }
      return await mustBeIntact(seal).then(
        () => true,
        () => false,
      )
    },

    async keepTo({ name }, tag) {
      const entry = entryOf(name)
      const kept = { ...entry, tag }
      if (entry.tag !== tag) await replace(entries.map((one) => (one === entry ? kept : one)))
      return addedFrom(dataFolder, kept)
    },

    async [Symbol.asyncDispose]() {
      for (const folder of staging) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}

/** What the user knows of a plugin that was added. */
function addedFrom(dataFolder: string, entry: AddedEntry): AddedPlugin {
  const { type, name, version, tag = null, publisher = null, integrity = null, agreed = [] } = entry
  const kind = type === 'user' ? 'installed' : 'linked'
  return {
    kind,
    name,
    version,
    tag,
    root: path.resolve(dataFolder, entry.root),
    publisher,
    integrity,
    agreed,
  }
}

async function manifestOf(root: string, given: string): Promise<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
    if (typeof manifest === 'object' && manifest !== null) return manifest as Record<string, unknown>
    throw new Error('it is no object')
  } catch (error) {
    throw new AppError(
      'unreadable-input',
      `There is no package.json that can be read in ${given}: ${messageOf(error)}`,
      {
        hint: 'Give the folder of a plugin’s package; `avatarctl plugins create NAME` makes one.',
      },
    )
  }
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}
