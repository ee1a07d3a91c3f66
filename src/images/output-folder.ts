import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf } from '../errors.ts'
import type { Output } from '../ports.ts'
import { cannotWrite } from './cannot-write.ts'
import { makeFolder } from './make-folder.ts'
import { digest, safeFileName } from './safe-file-name.ts'
import { readStamp } from './stamp.ts'

const endings: Record<string, string> = { 'image/png': '.png', 'image/jpeg': '.jpg', 'image/svg+xml': '.svg' }

/** Opens a folder for images, making it if need be. Throws `AppError` `cannot-write-output`. */
export async function openOutput(folder: string): Promise<Output> {
  const root = path.resolve(folder)
  await makeFolder(root)
  const taken = new Map<string, string>()

  function nameFor(id: string): string {
    let name = safeFileName(id)
    // Two ids may lead to one name, also on a disk that does not tell A from a.
    if ((taken.get(folded(name)) ?? id) !== id) name = `${name}~${digest(id)}`
    taken.set(folded(name), id)
    return name
  }

  return {
    async write(id, { bytes, mediaType }) {
      const file = path.join(root, nameFor(id) + (endings[mediaType] ?? ''))
      await writeOutput(file, bytes)
      return file
    },
  }
}

/**
 * Puts a whole file in its place. A file that is there already gives way only when it carries our mark, or is an SVG,
 * which has no place for one and is nobody's photo. Throws `AppError` `cannot-write-output`.
 */
export async function writeOutput(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await mustBeOurs(file)
    await writeFile(temporary, bytes, { flag: 'wx' })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error instanceof AppError ? error : cannotWrite(file, error)
  }
}

/** Throws `AppError` `cannot-write-output` for a file that is there and has to stay. */
export async function mustBeOurs(file: string): Promise<void> {
  if (file.endsWith('.svg')) return
  const present = await readFile(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw cannotWrite(file, error)
  })
  if (present === undefined || readStamp(present)) return
  throw new AppError(
    'cannot-write-output',
    `${file} is there already and was not made by avatarctl; it was left alone`,
    {
      hint: 'Choose another place, or move that file away.',
    },
  )
}

const folded = (name: string) => name.toLowerCase().normalize('NFKC')
