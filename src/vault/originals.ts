import { createHash } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { NoPhoto, Person, Photo } from '@avatarctl/sdk'
import { AppError, codeOf } from '../errors.ts'
import type { Originals, VerifiedOriginal } from '../ports.ts'
import { createDurably, makePrivateFolder, syncFolder } from './durable-file.ts'
import { groupCommit } from './group-commit.ts'
import { unwritable } from './vault-error.ts'

/** One line of `originals.ndjson`. */
export interface OriginalLine {
  directory: string
  person: string
  sha256: string | null
  mediaType: string | null
  name: string | null
  version: string | null
  bytes: number
  savedAt: string
}

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
  const list = listOfOriginals(path.join(folder, 'originals.ndjson'))

  async function store(photo: Photo, hash: string): Promise<void> {
    const shelf = path.join(folder, 'originals', hash.slice(0, 2))
    let made = knownFolders.get(shelf)
    if (!made) knownFolders.set(shelf, (made = makePrivateFolder(shelf)))
    try {
      await made
      const file = path.join(shelf, hash + (endings[photo.mediaType] ?? ''))
      // One that is there already has to show its bytes before it vouches for anything.
      if (await exists(file)) return await mustHold(file, hash)
      await createDurably(file, photo.bytes, (temporary) => mustHold(temporary, hash)).catch(
        (error: unknown) => {
          if (codeOf(error) === 'EEXIST') return mustHold(file, hash)
          throw error
        },
      )
    } catch (error) {
      throw unwritable(`the original of a photo (${hash.slice(0, 12)}…)`, error)
    }
  }

  return {
    async keep(person, found) {
      const line = describe(directory, person, found)
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

/** Finds an original by its hash, whatever its ending, and hashes it. Throws `AppError` `vault-damaged`. */
export async function readOriginal(folder: string, hash: string): Promise<Uint8Array> {
  for (const ending of [...Object.values(endings), '']) {
    const file = path.join(folder, 'originals', hash.slice(0, 2), hash + ending)
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

function describe(directory: string, person: Person, found: Photo | NoPhoto): OriginalLine {
  const common = { directory, person: person.id, savedAt: new Date().toISOString() }
  if (found.state === 'missing')
    return { ...common, sha256: null, mediaType: null, name: null, version: null, bytes: 0 }
  const { bytes, mediaType, name, version } = found
  return { ...common, sha256: sha256(bytes), mediaType, name: name ?? null, version, bytes: bytes.length }
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

/** Appends lines and syncs them; lines that come together share one fsync. */
function listOfOriginals(file: string): { add(line: OriginalLine): Promise<void>; close(): Promise<void> } {
  let opened: Promise<Awaited<ReturnType<typeof open>>> | undefined

  async function openList() {
    await makePrivateFolder(path.dirname(file))
    const handle = await open(file, 'a+', 0o600)
    await handle.chmod(0o600)
    await syncFolder(path.dirname(file))
    // A line that was cut short by a crash stays a line of its own.
    const { size } = await handle.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    if (size > 0 && last[0] !== 0x0a) await handle.appendFile('\n')
    return handle
  }

  let broken: unknown

  const lines = groupCommit<OriginalLine, undefined>(async (items) => {
    // After one failure nobody can say what is on disk: neither the write nor the fsync is tried again.
    if (broken !== undefined) throw broken as Error
    try {
      const handle = await (opened ??= openList())
      await handle.appendFile(items.map((line) => JSON.stringify(line) + '\n').join(''))
      await handle.sync()
    } catch (error) {
      broken = error
      throw error
    }
    return items.map(() => undefined)
  })

  return {
    add: (line) => lines.add(line),
    async close() {
      await lines.idle()
      if (opened && broken === undefined) await (await opened).close()
    },
  }
}
