import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { photoFolder, type PhotoStore } from './photo-store.ts'

/** A company that is kept in a folder from one start to the next: how it was founded. Its photos lie beside this. */
export interface KeptCompany {
  people: number
  seed: number
  /** Requests of each group in a window. */
  limits: 'none' | 'real' | { light: number; medium: number; heavy: number; auth: number; windowMs: number }
  /** How often it was started anew: what was done to an earlier one is not held against the next. */
  generation: number
}

/** As on the real service, but that a minute lasts three seconds. */
const founded: KeptCompany = {
  people: 120,
  seed: 1,
  limits: { light: 50, medium: 40, heavy: 10, auth: 5, windowMs: 3_000 },
  generation: 1,
}

const fileIn = (folder: string) => path.join(folder, 'company.json')

const photosIn = (folder: string) => path.join(folder, 'photos')

/** The photos that were put up since. */
export const keptPhotos = (folder: string): PhotoStore => photoFolder(photosIn(folder))

/** The company as it was left in a folder; the usual one where there is none. Throws when the file cannot be read. */
export async function readKeptCompany(folder: string): Promise<KeptCompany> {
  try {
    return { ...founded, ...(JSON.parse(await readFile(fileIn(folder), 'utf8')) as Partial<KeptCompany>) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return founded
    throw error
  }
}

/** Starts the company anew: all photos are as they were made up. */
export async function foundCompany(
  folder: string,
  wish: Partial<Omit<KeptCompany, 'generation'>>,
): Promise<KeptCompany> {
  const { generation } = await readKeptCompany(folder).catch(() => ({ generation: Date.now() }))
  const state = { ...founded, ...wish, generation: generation + 1 }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // First the new name: what an older one left behind is then nobody's, whenever this is interrupted.
  await writeFile(`${fileIn(folder)}.new`, JSON.stringify(state))
  await rm(photosIn(folder), { recursive: true, force: true })
  await rename(`${fileIn(folder)}.new`, fileIn(folder))
  return state
}
