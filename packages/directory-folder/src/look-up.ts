import { type BigIntStats, lstatSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, failure, reason } from './failure.ts'
import { listPhotos, type Listing } from './listing.ts'
import { acceptedStems, byPreference, ENDINGS, parsePhotoName } from './photo-names.ts'

/** Finds a person's photos, from the id, in `photos/`. */
export interface LookUp {
  /** Lists the folder anew. */
  refresh(): Promise<Listing>
  /** The listing of before, with our own changes. */
  listing(): Promise<Listing>
  /** The name of the photo that is used now, by a fresh look at the disk. */
  current(id: string): Promise<string | undefined>
  /** All names of a person's photos now, the one that is used first. */
  all(id: string): Promise<string[]>
}

export function lookUp(folder: string): LookUp {
  let listed: Promise<Listing> | undefined

  function refresh() {
    listed = listPhotos(folder)
    listed.catch(() => (listed = undefined))
    return listed
  }

  const listing = () => listed ?? refresh()

  /**
   * Asks for each name that a photo may have. A file that was not in the listing may only seem to have this name, where
   * the file system ignores case: then the folder is listed again, and only a listed name counts.
   */
  async function* present(id: string): AsyncGenerator<string> {
    let known = await listing()
    let isFresh = false
    const names = candidates(id, known)
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!
      const found = look(folder, name)
      if (!found) continue
      if (!known.has(name)) {
        if (isAlias(found, name, known.of(id))) continue
        if (!isFresh) {
          known = await refresh()
          isFresh = true
          const later = candidates(id, known).filter((other) => !names.includes(other))
          names.push(...later)
        }
        if (!known.has(name)) continue
      }
      yield name
    }
  }

  /** Whether the file is one of the person's under another spelling of its ending, which is looked at by itself. */
  function isAlias(found: BigIntStats, name: string, siblings: string[]): boolean {
    for (const sibling of siblings) {
      if (sibling.toLowerCase() !== name.toLowerCase()) continue
      const other = look(folder, sibling)
      if (other?.ino === found.ino && other.dev === found.dev) return true
    }
    return false
  }

  return {
    refresh,
    listing,
    async current(id) {
      // A photo that is just being replaced by one with another ending can be missed once, not twice.
      for (let attempt = 0; attempt < 2; attempt++) {
        for await (const name of present(id)) return name
      }
      if (!(await listing()).isEmpty()) await assertThere(folder)
      return undefined
    },
    async all(id) {
      const names: string[] = []
      for await (const name of present(id)) names.push(name)
      return names.sort(byPreference(id))
    },
  }
}

/** Every name to look for: usual spellings of the ending, and those that are listed. */
function candidates(id: string, listing: Listing): string[] {
  const names = new Set<string>(listing.of(id))
  for (const stem of acceptedStems(id)) {
    for (const ending of ENDINGS) {
      names.add(`${stem}.${ending}`)
      names.add(`${stem}.${ending.toUpperCase()}`)
    }
  }
  return [...names].filter((name) => parsePhotoName(name)).sort(byPreference(id))
}

/** Codes with which a file system says that it has no file of that name. */
const ABSENT = ['ENOENT', 'ENAMETOOLONG', 'EINVAL', 'EILSEQ']

/**
 * Synchronous, as one person needs up to 24 of these: each takes some microseconds, and many times that by way of a
 * promise and the thread pool.
 */
function look(folder: string, name: string): BigIntStats | undefined {
  try {
    return lstatSync(path.join(folder, name), { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    const code = codeOf(error)
    if (code !== undefined && ABSENT.includes(code)) return undefined
    throw failure('rejected', `${path.join(folder, name)} cannot be looked at: ${reason(error)}.`, {
      cause: error,
      ...(code === undefined ? {} : { code }),
    })
  }
}

/** A folder that held photos and is gone, such as an unmounted disk, is no word that somebody has none. */
async function assertThere(folder: string): Promise<void> {
  try {
    await stat(folder)
  } catch (error) {
    throw failure('unavailable', `${folder} is gone: ${reason(error)}.`, {
      hint: 'Put the folder with the photos back, and run again.',
      cause: error,
    })
  }
}
