import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import path from 'node:path'

/** A photo is not larger; a longer file is none, and does not fit into memory beside others. */
const longest = 100 * 1024 * 1024

/** Whether a path without links is below a folder without links. */
export function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file)
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)
}

/**
 * The bytes of a file that lies in a folder, also now: a link that leads out of it is not followed. `modified` is when it was
 * last written (ISO 8601). Throws an `Error` with the reason, in words that go after the file's name.
 */
export async function readWithin(
  root: string,
  file: string,
): Promise<{ bytes: Uint8Array; modified: string }> {
  let place: string
  try {
    place = await realpath(file)
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error })
  }
  if (!isInside(place, root)) throw new Error('leads out of the folder')
  try {
    // Not waiting for somebody to write into a pipe that has come in its place.
    const handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    try {
      const facts = await handle.stat()
      const { size, mtime } = facts
      if (!facts.isFile()) throw new Error('is no file')
      if (size === 0) throw new Error('is empty')
      if (size > longest) throw new Error(`has ${size} bytes; the limit is ${longest}`)
      return { bytes: await handle.readFile(), modified: mtime.toISOString() }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error })
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there any more'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read'
  if (code === 'ELOOP') return 'leads out of the folder'
  return code === undefined ? message : `cannot be read (${code})`
}
