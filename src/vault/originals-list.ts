import { createReadStream, existsSync } from 'node:fs'
import { chmod, type FileHandle, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { codeOf } from '../errors.ts'
import type { KnownAs, NextStanding } from '../records.ts'
import { makePrivateFolder, syncFolder } from './durable-file.ts'
import { groupCommit } from './group-commit.ts'

/**
 * One line of `originals.ndjson`: an original that was saved, whose it is, and what was about to take its place. From
 * these lines alone the ledger can be made anew.
 */
export interface OriginalLine {
  directory: string
  person: string
  /** How the person was known at that time. */
  who?: KnownAs
  sha256: string | null
  mediaType: string | null
  name: string | null
  version: string | null
  bytes: number
  savedAt: string
  /** What of ours stood there; `null` (or nothing, before version 0.2) for what somebody else had put up. */
  own?: 'artwork' | 'photo' | null
  /** What was about to be written; nothing for a backup. */
  then?: NextStanding
  /** When its bytes were given up by `vault prune`. */
  prunedAt?: string
}

const listFile = (folder: string) => path.join(folder, 'originals.ndjson')

/** Appends lines and syncs them; lines that come together share one fsync. */
export function appendLines(folder: string): {
  add(line: OriginalLine): Promise<void>
  close(): Promise<void>
} {
  let opened: Promise<FileHandle> | undefined
  let broken: unknown

  async function openList() {
    await makePrivateFolder(folder)
    const handle = await open(listFile(folder), 'a+', 0o600)
    await handle.chmod(0o600)
    await syncFolder(folder)
    await endLastLine(handle)
    return handle
  }

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

/** A line without its end was cut short by a crash, before anything relied on it: it is taken back. */
async function endLastLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat()
  const last = Buffer.alloc(1)
  if (size === 0 || (await handle.read(last, 0, 1, size - 1), last[0] === 0x0a)) return
  const bytes = Buffer.alloc(size)
  await handle.read(bytes, 0, size, 0)
  const start = bytes.lastIndexOf(0x0a) + 1
  if (parseLine(bytes.toString('utf8', start))) await handle.appendFile('\n')
  else await handle.truncate(start)
}

/**
 * Every line, oldest first; none where there is no list yet. `onBroken` is told the number of a line that cannot be
 * read; the last one may have been cut short by a crash, before anything relied on it, and is passed over.
 */
export async function* readLines(
  folder: string,
  onBroken: (number: number) => void = () => undefined,
): AsyncGenerator<OriginalLine> {
  const input = createReadStream(listFile(folder))
  let number = 0
  let broken: number | undefined
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      number += 1
      if (broken !== undefined) onBroken(broken)
      broken = undefined
      if (text === '') continue
      const line = parseLine(text)
      if (line) yield line
      else broken = number
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  } finally {
    input.destroy()
  }
}

/** Whether any original was ever listed. */
export async function hasLines(folder: string): Promise<boolean> {
  for await (const _ of readLines(folder)) return true
  return false
}

/**
 * Writes the list anew, with what `change` makes of each line; `undefined` leaves it out. Lines that cannot be read
 * stay as they are. After a crash there is the old list or the new one.
 */
export async function rewriteLines(
  folder: string,
  change: (line: OriginalLine) => OriginalLine | undefined,
): Promise<void> {
  // Nothing was ever stored.
  if (!existsSync(listFile(folder))) return
  const temporary = path.join(folder, '.originals.ndjson.tmp')
  const input = createReadStream(listFile(folder))
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await chmod(temporary, 0o600)
      for await (const text of createInterface({ input, crlfDelay: Infinity })) {
        if (text === '') continue
        const line = parseLine(text)
        const changed = line && change(line)
        if (line && !changed) continue
        await handle.appendFile((changed === line ? text : JSON.stringify(changed)) + '\n')
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, listFile(folder))
    await syncFolder(folder)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    if (codeOf(error) !== 'ENOENT') throw error
  } finally {
    input.destroy()
  }
}

function parseLine(text: string): OriginalLine | undefined {
  try {
    const line = JSON.parse(text) as OriginalLine
    const isSound =
      typeof line.directory === 'string' &&
      typeof line.person === 'string' &&
      (line.sha256 === null || /^[0-9a-f]{64}$/.test(line.sha256))
    return isSound ? line : undefined
  } catch {
    return undefined
  }
}
