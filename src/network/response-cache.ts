import { createHash, randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What files take at least, in bytes. */
const block = 4_096

/** Answers on disk, under names that say nothing. */
export interface ResponseCache {
  /** Nothing where there is none, or none that is whole. */
  load(key: string): Promise<{ notes: unknown; body: Buffer } | undefined>
  /** What cannot be written costs a request later, and is no failure. */
  save(key: string, notes: unknown, body: Buffer): Promise<void>
  /** Deletes the oldest beyond the limit, where this process has added any. */
  tidy(): Promise<void>
}

/** Where answers are kept below the cache folder. */
export function responsesIn(cacheFolder: string): string {
  return path.join(cacheFolder, 'responses')
}

/** Deletes every answer. */
export async function dropResponses(cacheFolder: string): Promise<void> {
  await rm(responsesIn(cacheFolder), { recursive: true, force: true })
}

/**
 * Each answer is a file: the SHA-256 of all that follows, a line of JSON, the body. Written under another name first, so
 * that several processes may use the folder at once. Without `writes`, nothing is ever written.
 */
export function openResponseCache(how: {
  folder: string
  writes: boolean
  /** Bytes on disk. Default 200 MB. */
  mostBytes?: number
}): ResponseCache {
  const { folder, writes, mostBytes = 200_000_000 } = how
  let added = 0
  let tidying = Promise.resolve()
  const fileOf = (key: string) => path.join(folder, hash(key))

  async function tidyNow(): Promise<void> {
    added = 0
    try {
      const names = await readdir(folder)
      const files = []
      for (const name of names) {
        const file = path.join(folder, name)
        const found = await stat(file).catch(() => undefined)
        if (found) files.push({ file, size: Math.max(found.size, block), time: found.mtimeMs })
      }
      let sum = files.reduce((all, { size }) => all + size, 0)
      for (const { file, size } of files.sort((a, b) => a.time - b.time)) {
        if (sum <= mostBytes) return
        await rm(file, { force: true })
        sum -= size
      }
    } catch {
      // A folder that cannot be read cannot have grown either.
    }
  }

  function tidy(): Promise<void> {
    if (added > 0) tidying = tidying.then(tidyNow)
    return tidying
  }

  return {
    async load(key) {
      try {
        const file = await readFile(fileOf(key))
        const [first, second] = [file.indexOf(10), file.indexOf(10, file.indexOf(10) + 1)]
        const rest = file.subarray(first + 1)
        if (second < 0 || file.toString('latin1', 0, first) !== hash(rest)) return undefined
        return {
          notes: JSON.parse(file.toString('utf8', first + 1, second)),
          body: file.subarray(second + 1),
        }
      } catch {
        return undefined
      }
    },

    async save(key, notes, body) {
      if (!writes) return
      const file = fileOf(key)
      const temporary = `${file}.${randomUUID()}`
      const rest = Buffer.concat([Buffer.from(`${JSON.stringify(notes)}\n`), body])
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await chmod(folder, 0o700)
        await writeFile(temporary, Buffer.concat([Buffer.from(`${hash(rest)}\n`), rest]), { mode: 0o600 })
        await rename(temporary, file)
        added += Math.max(rest.length, block)
        // Not only at the end: a run may add many times the limit.
        if (added > mostBytes / 20) await tidy()
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined)
      }
    },

    tidy,
  }
}

function hash(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
