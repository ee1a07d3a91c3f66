import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { StringDecoder } from 'node:string_decoder'

/** A text that is said later. */
export interface Spool {
  write(text: string): void
  /** All of it, piece by piece. */
  pieces(): Iterable<string>
  close(): void
}

/** What is kept in memory, in UTF-16 units. */
const mostInMemory = 1_000_000
const pieceBytes = 65_536

/**
 * Keeps a text until it is said; a long one in a file without a name, which is gone with this process whatever ends it. With
 * `onDisk: false`, and where no such file can be made, all of it stays in memory.
 */
export function openSpool({ onDisk, folder = os.tmpdir() }: { onDisk: boolean; folder?: string }): Spool {
  let waiting: string[] = []
  let length = 0
  let file: number | undefined
  let inFile = 0
  let mayFile = onDisk

  function intoFile(): void {
    try {
      file ??= namelessFile(folder)
      const bytes = Buffer.from(waiting.join(''))
      for (let done = 0; done < bytes.length;)
        done += writeSync(file, bytes, done, bytes.length - done, inFile + done)
      inFile += bytes.length
      waiting = []
      length = 0
    } catch {
      // What is in the file stays there; of what was written by halves nothing counts, and all of it goes on in memory.
      mayFile = false
    }
  }

  return {
    write(text) {
      waiting.push(text)
      length += text.length
      if (mayFile && length > mostInMemory) intoFile()
    },
    *pieces() {
      yield* file === undefined ? [] : piecesOf(file, inFile)
      yield* waiting
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

function namelessFile(folder: string): number {
  const own = mkdtempSync(path.join(folder, 'avatarctl-'))
  try {
    return openSync(path.join(own, 'spool'), 'wx+', 0o600)
  } finally {
    // Where an open file keeps its name, as on Windows, it stays until the folder for such files is emptied.
    try {
      rmSync(own, { recursive: true, force: true })
    } catch {
      // Said above.
    }
  }
}

function* piecesOf(file: number, size: number): Iterable<string> {
  const decoder = new StringDecoder('utf8')
  const buffer = Buffer.alloc(pieceBytes)
  for (let at = 0; at < size;) {
    const read = readSync(file, buffer, 0, Math.min(pieceBytes, size - at), at)
    if (read === 0) throw new Error('what was kept for later has become shorter')
    at += read
    yield decoder.write(buffer.subarray(0, read))
  }
}
