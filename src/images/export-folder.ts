import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf } from '../errors.ts'
import type { ExportFolder } from '../ports.ts'
import { cannotWrite } from './cannot-write.ts'
import { makeFolder } from './make-folder.ts'
import { digest, safeFileName } from './safe-file-name.ts'

const endings: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
}

const indexName = 'originals.csv'

/**
 * Opens a folder that people can look through: a folder for each directory, in it `NAME DAY HASH.png`, beside them a
 * table of whose is whose. A file that is there already never gives way. Modes follow the user's umask.
 * Throws `AppError` `cannot-write-output`.
 */
export async function openExportFolder(folder: string, heading: string): Promise<ExportFolder> {
  const root = path.resolve(folder)
  const index = path.join(root, indexName)
  const lines = [heading]
  await makeFolder(root)
  const present = await readIfThere(index)
  if (present && !present.toString().startsWith(heading)) throw taken(index)

  return {
    async write({ directory, person, who, sha256, mediaType, savedAt }, bytes) {
      // Two people with one name, day and picture share a file; the table names both.
      const name = safeFileName(who.name ?? who.email ?? person, 75)
      const hash = (sha256 ?? digest(person)).slice(0, 8)
      const relative = path.join(
        safeFileName(directory, 75),
        `${name} ${savedAt.slice(0, 10)} ${hash}${endings[mediaType ?? ''] ?? ''}`,
      )
      const file = path.join(root, relative)
      await makeFolder(path.dirname(file))
      await putThere(file, bytes)
      return relative
    },

    list: (line) => void lines.push(line),

    async finish() {
      const temporary = `${index}.tmp`
      try {
        await writeFile(temporary, lines.join(''))
        await rename(temporary, index)
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined)
        throw cannotWrite(index, error)
      }
      return index
    },
  }
}

/** A whole file or none, also when the disk is full. */
async function putThere(file: string, bytes: Uint8Array): Promise<void> {
  const present = await readIfThere(file)
  if (present) {
    if (present.equals(bytes)) return
    throw taken(file)
  }
  try {
    await writeFile(file, bytes, { flag: 'wx' })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined)
    throw cannotWrite(file, error)
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw cannotWrite(file, error)
  }
}

function taken(file: string): AppError {
  return new AppError('cannot-write-output', `${file} is there already and holds something else`, {
    hint: 'Choose another folder, or move that file away.',
  })
}
