import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { NoPhoto, Person, Photo } from '@avatarctl/sdk'
import { AppError, codeOf } from '../errors.ts'
import type { KeepNote, Originals, VerifiedOriginal } from '../ports.ts'
import { createDurably, makePrivateFolder, syncFile, syncFolder } from './durable-file.ts'
import { appendLines, type OriginalLine } from './originals-list.ts'
import { nameOf } from './rows.ts'
import { unwritable } from './vault-error.ts'

const endings: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
}

const made = new WeakSet<object>()

/** Whether the vault of this process made that value, and nothing was changed on it since (it is frozen). */
export function isVerifiedOriginal(value: unknown): value is VerifiedOriginal {
  return typeof value === 'object' && value !== null && made.has(value)
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * The content-addressed store of originals in `folder` (`originals/ab/abcd….png`, `originals.ndjson`), for one
 * directory. `verifyDecodes` throws when bytes are not one whole picture.
 */
export function openOriginals(options: {
  folder: string
  directory: string
  verifyDecodes: (bytes: Uint8Array) => Promise<void>
}): Originals & { close(): Promise<void> } {
  const { folder, directory, verifyDecodes } = options
  const knownFolders = new Map<string, Promise<void>>()
  let root: Promise<void> | undefined
  const list = appendLines(folder)

  async function store(photo: Photo, hash: string): Promise<void> {
    const shelf = path.join(folder, 'originals', hash.slice(0, 2))
    // For all shelves first: whoever stores the second original must not count on the sync of the first one.
    root ??= makePrivateFolder(path.join(folder, 'originals'))
    let made = knownFolders.get(shelf)
    if (!made) knownFolders.set(shelf, (made = root.then(() => makePrivateFolder(shelf))))
    try {
      await made
      const file = path.join(shelf, hash + (endings[photo.mediaType] ?? ''))
      if (await exists(file)) return await vouch(file, hash)
      await createDurably(file, photo.bytes, (temporary) => mustHold(temporary, hash)).catch(
        (error: unknown) => {
          if (codeOf(error) === 'EEXIST') return vouch(file, hash)
          throw error
        },
      )
    } catch (error) {
      throw unwritable(`the original of a photo (${hash.slice(0, 12)}…)`, error)
    }
  }

  return {
    async keep(person, found, note) {
      const line = describe(directory, person, found, note)
      if (found.state === 'present') {
        await verifyDecodes(found.bytes)
        await store(found, line.sha256 as string)
      }
      try {
        await list.add(line)
      } catch (error) {
        throw unwritable('its list of originals', error)
      }
      const original = Object.freeze({ ...line }) as unknown as VerifiedOriginal
      made.add(original)
      return original
    },

    read: (hash) => readOriginal(folder, hash),

    async close() {
      await list.close()
    },
  }
}

/** Every path at which an original may lie: its ending follows from what it was served as. */
export function originalPaths(folder: string, hash: string): string[] {
  const shelf = path.join(folder, 'originals', hash.slice(0, 2))
  return [...Object.values(endings), ''].map((ending) => path.join(shelf, hash + ending))
}

/** Finds an original by its hash, whatever its ending, and hashes it. Throws `AppError` `vault-damaged`. */
export async function readOriginal(folder: string, hash: string): Promise<Uint8Array> {
  for (const file of originalPaths(folder, hash)) {
    let bytes
    try {
      bytes = await readFile(file)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue
      throw damaged(hash, 'cannot be read', error)
    }
    if (sha256(bytes) !== hash) throw damaged(hash, 'does not hold the bytes that were stored')
    return bytes
  }
  throw damaged(hash, 'is missing')
}

function describe(directory: string, person: Person, found: Photo | NoPhoto, note: KeepNote): OriginalLine {
  const { email = null, extension = null } = person
  const who = { name: nameOf(person), email, extension }
  const { own, then } = note
  const common = { savedAt: new Date().toISOString(), own, ...(then ? { then } : {}) }
  const whose = { directory, person: person.id, who }
  if (found.state === 'missing')
    return { ...whose, sha256: null, mediaType: null, name: null, version: null, bytes: 0, ...common }
  const { bytes, mediaType, name = null, version } = found
  return { ...whose, sha256: sha256(bytes), mediaType, name, version, bytes: bytes.length, ...common }
}

/**
 * One that is there already has to show its bytes before it vouches for anything, and has to be synced: whoever put
 * it there may have been killed before that.
 */
async function vouch(file: string, hash: string): Promise<void> {
  await mustHold(file, hash)
  await syncFile(file)
  await syncFolder(path.dirname(file))
}

async function mustHold(file: string, hash: string): Promise<void> {
  if (sha256(await readFile(file)) !== hash) throw damaged(hash, 'does not hold the bytes that were stored')
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

function damaged(hash: string, what: string, cause?: unknown): AppError {
  return new AppError('vault-damaged', `The stored original ${hash.slice(0, 12)}… ${what}`, {
    hint: 'Run `avatarctl vault verify --read-data` to see every damaged original; put the file back from a backup.',
    cause,
  })
}
