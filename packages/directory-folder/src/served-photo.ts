import path from 'node:path'
import { failure, saysAbsent } from './failure.ts'
import type { LookUp } from './look-up.ts'
import { readPhotoFile, type PhotoFile } from './photo-file.ts'

/** The photo that a person has now. */
export interface ServedPhoto extends PhotoFile {
  /** Its file name. */
  name: string
}

const ATTEMPTS = 3

/** Reads a person's photo freshly from the disk; `undefined` when there positively is none. */
export async function servedPhoto(
  id: string,
  folder: string,
  find: LookUp,
): Promise<ServedPhoto | undefined> {
  let name: string | undefined
  // Between finding and reading, a photo may be replaced by one with another name.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    name = await find.current(id)
    if (name === undefined) return undefined
    try {
      return { name, ...(await readPhotoFile(path.join(folder, name))) }
    } catch (error) {
      if (!saysAbsent(error)) throw error
    }
  }
  throw failure('rejected', `${path.join(folder, name!)} is a link to a file that is not there.`, {
    hint: 'Put the photo in its place, or remove the link.',
  })
}
