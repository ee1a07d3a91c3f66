import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CompanyPhoto } from './photo.ts'

/** Where the photos are kept that differ from the made-up ones, so that a company can be started as it was left. */
export interface PhotoStore {
  /** By the id of the extension; `null` is a photo that was removed. */
  load(): AsyncIterable<[number, CompanyPhoto | null]>
  save(extension: number, photo: CompanyPhoto | null): Promise<void>
}

/** One file a person in a folder, which is made when there is something to keep. */
export function photoFolder(folder: string): PhotoStore {
  let turn = Promise.resolve()

  async function write(extension: number, photo: CompanyPhoto | null): Promise<void> {
    const file = path.join(folder, `${extension}.json`)
    await mkdir(folder, { recursive: true })
    await writeFile(
      `${file}.new`,
      JSON.stringify(photo && { ...photo, bytes: photo.bytes.toString('base64') }),
    )
    await rename(`${file}.new`, file)
  }

  return {
    async *load() {
      for (const name of await namesIn(folder)) {
        const kept: unknown = JSON.parse(await readFile(path.join(folder, name), 'utf8'))
        yield [Number.parseInt(name, 10), revive(kept)]
      }
    },
    /** One after the other, so that the last one said is the one kept. */
    save(extension, photo) {
      const saved = turn.then(() => write(extension, photo))
      turn = saved.catch(() => undefined)
      return saved
    },
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^\d+\.json$/.test(name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function revive(kept: unknown): CompanyPhoto | null {
  if (kept === null) return null
  const { bytes, ...rest } = kept as Omit<CompanyPhoto, 'bytes'> & { bytes: string }
  return { ...rest, bytes: Buffer.from(bytes, 'base64') }
}
