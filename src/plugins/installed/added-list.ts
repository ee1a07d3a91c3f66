import { randomBytes } from 'node:crypto'
import { open, readFile, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../../errors.ts'
import type { AddedPlugin } from '../../records.ts'

/** A plugin as the data folder's package.json has it, in oclif's format with what we note beside it. */
export interface AddedEntry {
  type: 'user' | 'link'
  name: string
  version: string
  /** Relative to the data folder for an installed one, absolute for a linked one. */
  root: string
  tag?: string
  publisher?: string | null
  integrity?: string
  /** SHA-256 of the list of all its files. */
  files?: string
  /** SHA-256 of its package.json. */
  manifest?: string
  agreed?: AddedPlugin['agreed']
}

const listFile = (dataFolder: string) => path.join(dataFolder, 'package.json')

/** The plugins that the user has added; none where nothing was ever added. Throws `AppError` when it makes no sense. */
export async function readAdded(dataFolder: string): Promise<AddedEntry[]> {
  const file = listFile(dataFolder)
  let text
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw unreadable(file, messageOf(error))
  }
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw unreadable(file, 'it is not JSON')
  }
  const { oclif } = (document ?? {}) as { oclif?: { plugins?: unknown } }
  const plugins = oclif?.plugins ?? []
  if (!Array.isArray(plugins) || !plugins.every(isEntry))
    throw unreadable(file, 'its list of plugins is not right')
  return plugins
}

function isEntry(value: unknown): value is AddedEntry {
  const {
    type,
    name,
    root,
    version,
    files,
    manifest,
    integrity,
    agreed = [],
  } = (value ?? {}) as Record<string, unknown>
  const isText = (...all: unknown[]) => all.every((one) => typeof one === 'string' && one !== '')
  if (!Array.isArray(agreed) || !agreed.every((one) => typeof one === 'object' && one !== null)) return false
  return type === 'user'
    ? isText(name, root, version, files, manifest, integrity)
    : type === 'link' && isText(name, root)
}

/** Writes the list, durably and at once: whoever reads finds the old one or the new one. */
export async function writeAdded(dataFolder: string, plugins: readonly AddedEntry[]): Promise<void> {
  const document = { private: true, oclif: { schema: 1, plugins } }
  const temporary = path.join(dataFolder, `.package.json.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(JSON.stringify(document, null, 2) + '\n')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, listFile(dataFolder))
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(dataFolder)
}

/** Makes the names in a folder durable, where the file system knows how. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR', 'EACCES'].includes(codeOf(error) ?? '')) throw error
  }
}

function unreadable(file: string, why: string): AppError {
  return new AppError('plugin', `The list of added plugins ${file} cannot be read: ${why}`, {
    hint: 'Everything works without them, and nothing is installed until it is put right: put it back from a backup, or remove it and install them again.',
  })
}
