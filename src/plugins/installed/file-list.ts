import { createHash } from 'node:crypto'
import { open, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pMap from 'p-map'
import { AppError, codeOf, messageOf } from '../../errors.ts'

/** A plugin's folder, and what has to be in it. */
export interface Seal {
  plugin: string
  /** The folder with the plugin and everything that it depends on. */
  folder: string
  /** SHA-256 of the list of its files, in hex. */
  list: string
}

/** The list lies beside what it lists. */
const listName = 'files.json'

type Hashes = Record<string, string>

/** Notes every file below a folder with its hash, durably; answers with the hash of that list. */
export async function sealFolder(folder: string): Promise<string> {
  const text = JSON.stringify(await hashesBelow(folder, 'durably'), null, 1) + '\n'
  const file = path.join(folder, listName)
  await writeFile(file, text, { mode: 0o600 })
  await syncFile(file)
  return sha256(text)
}

const checked = new WeakMap<Seal, Promise<void>>()

/**
 * Looks whether a plugin is what was installed, before any of its code runs: once each time that the plugins are read,
 * as one that is watched with for years may be changed meanwhile. Throws `AppError`.
 */
export function mustBeSealed(seal: Seal | undefined): Promise<void> {
  if (!seal) return Promise.resolve()
  let check = checked.get(seal)
  if (!check) checked.set(seal, (check = mustBeIntact(seal)))
  return check
}

/** Throws `AppError` where a file was changed, is missing or was added. */
export async function mustBeIntact({ plugin, folder, list }: Seal): Promise<void> {
  const text = await readFile(path.join(folder, listName), 'utf8').catch((error: unknown) => {
    throw changed(plugin, `its list of files cannot be read (${codeOf(error) ?? messageOf(error)})`)
  })
  if (sha256(text) !== list) throw changed(plugin, `${listName} was changed`)
  const expected = JSON.parse(text) as Hashes
  const found = await hashesBelow(folder, 'as it is').catch((error: unknown) => {
    throw changed(plugin, `it cannot be read (${messageOf(error)})`)
  })
  for (const [file, hash] of Object.entries(expected)) {
    if (!Object.hasOwn(found, file)) throw changed(plugin, `${file} is missing`)
    if (found[file] !== hash) throw changed(plugin, `${file} was changed`)
  }
  const added = Object.keys(found).find((file) => !Object.hasOwn(expected, file))
  if (added !== undefined) throw changed(plugin, `${added} was added`)
}

function changed(plugin: string, what: string): AppError {
  return new AppError('plugin', `The plugin ${plugin} is not what was installed: ${what}`, {
    hint: `None of its code has run. \`avatarctl plugins install ${plugin}\` puts it right.`,
  })
}

/** Every file by its path with slashes. What is neither file nor folder has no place in a package. */
async function hashesBelow(folder: string, how: 'durably' | 'as it is'): Promise<Hashes> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const strange = entries.find((entry) => !entry.isFile() && !entry.isDirectory())
  if (strange) throw new Error(`${strange.name} is neither a file nor a folder`)
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file !== path.join(folder, listName))
  const hashes = await pMap(
    files.sort(),
    async (file) => {
      if (how === 'durably') await syncFile(file)
      const name = path.relative(folder, file).split(path.sep).join('/')
      return [name, sha256(await readFile(file))] as const
    },
    { concurrency: 16 },
  )
  return Object.fromEntries(hashes)
}

/** After a power cut there is the whole file. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
