import { createHash } from 'node:crypto'
import { close, constants, fstat, open, read } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf, failure, reason, saysAbsent } from './failure.ts'

/** The largest photo that is read or written, in bytes. */
export const MAX_BYTES = 20 * 1024 * 1024

// Without O_NONBLOCK, opening a named pipe waits for somebody to write into it. Windows has neither: undefined is 0 here.
const READ_AT_ONCE = constants.O_RDONLY | constants.O_NONBLOCK

// A FileHandle takes half as long again, which counts when 100,000 photos are listed.
const file = { open: promisify(open), stat: promisify(fstat), read: promisify(read), close: promisify(close) }

/** A photo's bytes, and their SHA-256 in hex as the version. */
export interface PhotoFile {
  bytes: Buffer
  version: string
}

/**
 * Reads a photo whole. Throws the system's `ENOENT` when it is gone, and `rejected` for what cannot be read or is no
 * ordinary file; never waits for a pipe or device.
 */
export async function readPhotoFile(path: string): Promise<PhotoFile> {
  const bytes = await explained(path, () => readWhole(path, { settled: true }))
  return { bytes, version: hashOf(bytes) }
}

/** The version of a photo, for a list: a file that is being written just then gives one that nothing will equal. */
export async function photoVersion(path: string): Promise<string> {
  return hashOf(await explained(path, () => readWhole(path, { settled: false })))
}

async function explained<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined || saysAbsent(error)) throw error
    throw failure('rejected', `${path} cannot be read: ${reason(error)}.`, { code, cause: error })
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** With `settled`, a file that somebody changes during the reading is refused. */
async function readWhole(path: string, { settled }: { settled: boolean }): Promise<Buffer> {
  const descriptor = await file.open(path, READ_AT_ONCE)
  try {
    const before = await file.stat(descriptor)
    if (!before.isFile()) throw failure('rejected', `${path} is not an ordinary file.`)
    if (before.size > MAX_BYTES) {
      throw failure('rejected', `${path} is larger than 20 MiB.`, { hint: 'Put a smaller photo there.' })
    }
    const buffer = Buffer.allocUnsafeSlow(before.size)
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await file.read(descriptor, buffer, length, buffer.length - length, null)
      if (bytesRead === 0) break
      length += bytesRead
    }
    if (settled) {
      const after = await file.stat(descriptor)
      if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
        throw failure('rejected', `${path} was changed while it was read.`, {
          hint: 'Try again in a moment.',
        })
      }
    }
    return buffer.subarray(0, length)
  } finally {
    await file.close(descriptor)
  }
}
