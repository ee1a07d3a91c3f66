import { lstat, readdir } from 'node:fs/promises'
import { codeOf, failure, notFolder, reason } from './failure.ts'
import { acceptedStems, byPreference, OWN_PREFIX, parsePhotoName } from './photo-names.ts'

/** The names in `photos/` at one time, found by a person's id. */
export interface Listing {
  has(name: string): boolean
  /** Whether nobody has a photo. */
  isEmpty(): boolean
  /** Names of a person's photos, the one that is used first. */
  of(id: string): string[]
  /** Our own files that begin so. */
  temporary(prefix: string): string[]
  add(name: string): void
  remove(name: string): void
}

/** macOS takes both normalisations of a name for the same, and some of its file systems give back the other one. */
const asStored = (name: string) => (process.platform === 'darwin' ? name.normalize('NFC') : name)

/** Lists `photos/`; a folder that is not there is an empty one. */
export async function listPhotos(folder: string): Promise<Listing> {
  const names = new Set<string>()
  const byStem = new Map<string, string[]>()
  const own = new Set<string>()

  function add(given: string) {
    const name = asStored(given)
    if (name.startsWith(OWN_PREFIX)) own.add(name)
    const parsed = parsePhotoName(name)
    if (!parsed || names.has(name)) return
    names.add(name)
    const others = byStem.get(parsed.stem)
    if (others) others.push(name)
    else byStem.set(parsed.stem, [name])
  }

  function remove(given: string) {
    const name = asStored(given)
    own.delete(name)
    const parsed = parsePhotoName(name)
    if (!parsed || !names.delete(name)) return
    const left = byStem.get(parsed.stem)!.filter((other) => other !== name)
    if (left.length > 0) byStem.set(parsed.stem, left)
    else byStem.delete(parsed.stem)
  }

  for (const name of await namesIn(folder)) add(name)
  return {
    isEmpty: () => names.size === 0,
    has: (name) => names.has(asStored(name)),
    of(id) {
      const found = acceptedStems(id).flatMap((stem) => byStem.get(asStored(stem)) ?? [])
      return found.length > 1 ? found.sort(byPreference(id)) : found
    },
    temporary: (prefix) => [...own].filter((name) => name.startsWith(prefix)),
    add,
    remove,
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' && !(await isDangling(folder))) return []
    if (code === 'ENOTDIR') throw notFolder(folder, { code, cause: error })
    if (code === undefined) throw error
    throw failure(
      code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'unavailable',
      `${folder} cannot be read: ${reason(error)}.`,
      {
        hint: 'Check the permissions of that folder, and the disk.',
        code,
        cause: error,
      },
    )
  }
}

/** A link to a folder that is not there, such as an unmounted disk, says nothing about who has a photo. */
async function isDangling(folder: string): Promise<boolean> {
  return lstat(folder).then(
    () => true,
    () => false,
  )
}
