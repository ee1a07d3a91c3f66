import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import path from 'node:path'

/** Bytes that are put together before it is known what comes before them. */
export interface Scratch extends AsyncDisposable {
  write(text: string): Promise<void>
  /** Appends all of it to another file. */
  copyTo(file: FileHandle): Promise<void>
}

const pieceBytes = 262_144

/** A file without a name beside the one that is made, so that a killed process leaves nothing, and no face lies elsewhere. */
export async function openScratch(folder: string): Promise<Scratch> {
  const name = path.join(folder, `.${randomBytes(6).toString('hex')}.tmp`)
  const file = await open(name, 'wx+', 0o600)
  // Where an open file keeps its name, as on Windows, it goes in the end.
  await rm(name, { force: true }).catch(() => undefined)
  let size = 0
  return {
    async write(text) {
      const bytes = Buffer.from(text)
      const at = size
      size += bytes.length
      for (let done = 0; done < bytes.length;)
        done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
    },
    async copyTo(target) {
      const buffer = Buffer.alloc(pieceBytes)
      for (let at = 0; at < size;) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(pieceBytes, size - at), at)
        if (bytesRead === 0) throw new Error('what was put together for the report has become shorter')
        await target.writeFile(buffer.subarray(0, bytesRead))
        at += bytesRead
      }
    },
    async [Symbol.asyncDispose]() {
      await file.close()
      await rm(name, { force: true }).catch(() => undefined)
    },
  }
}
