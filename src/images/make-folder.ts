import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'
import { cannotWrite } from './cannot-write.ts'

/**
 * Makes a folder of the user's, and those above it that are missing. (Node's own `recursive` never ends where a file system
 * says ENOENT for a folder that cannot be made.) Throws `AppError` `cannot-write-output`.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || path.dirname(folder) === folder) throw cannotWrite(folder, error)
    await makeFolder(path.dirname(folder))
    await mkdir(folder).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw cannotWrite(folder, again)
    })
  }
}
