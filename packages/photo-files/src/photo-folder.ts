import { type Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { isImageName, labelOf } from './label.ts'
import { isInside } from './read-within.ts'
import { unreadable } from './unusable.ts'

/** A file that may be a photo. */
export interface PhotoFile {
  /** Where it lies: absolute, and without links. */
  path: string
  /** As a user knows it: below the folder, with `/`. */
  name: string
  /** What says whom it shows. */
  label: string
}

/** A file that was not looked at, and why. */
export interface PassedOver {
  name: string
  why: 'it is no image by its name' | 'it leads out of the folder' | 'it leads nowhere' | 'it is no file'
}

export interface PhotoFolder {
  /** The folder itself: absolute, and without links. */
  root: string
  files: PhotoFile[]
  passedOver: PassedOver[]
}

/** What systems put beside photos; not worth a word. */
const litter = /^(?:\.|__MACOSX$|Thumbs\.db$|ehthumbs\.db$|desktop\.ini$|Icon\r$|@eaDir$|\$RECYCLE\.BIN$)/i

/**
 * The photos in a folder and the folders in it, in order of their names; no file is opened. Hidden files are left out; links
 * are followed to files inside only. Throws errors of kind `unusable`.
 */
export async function readPhotoFolder(folder: string, signal?: AbortSignal): Promise<PhotoFolder> {
  let root: string
  try {
    root = await realpath(folder)
  } catch (error) {
    throw unreadable(folder, error, 'folder')
  }
  const found: PhotoFolder = { root, files: [], passedOver: [] }
  await walk(root, '', found, { folder, signal })
  return found
}

async function walk(
  at: string,
  below: string,
  found: PhotoFolder,
  given: { folder: string; signal: AbortSignal | undefined },
): Promise<void> {
  given.signal?.throwIfAborted()
  let entries: Dirent[]
  try {
    entries = await readdir(at, { withFileTypes: true })
  } catch (error) {
    if (below !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw unreadable(below === '' ? given.folder : path.join(given.folder, below), error, 'folder')
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (litter.test(entry.name)) continue
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    const file = path.join(at, entry.name)
    if (entry.isDirectory()) await walk(file, name, found, given)
    else if (!isImageName(entry.name)) {
      if (!entry.isSymbolicLink()) found.passedOver.push({ name, why: 'it is no image by its name' })
    } else {
      const place = entry.isSymbolicLink() ? await linkedFile(file, found.root) : entry.isFile() ? file : null
      if (typeof place === 'string') found.files.push({ path: place, name, label: labelOf(entry.name) })
      else found.passedOver.push({ name, why: place?.why ?? 'it is no file' })
    }
  }
}

/** Where a link leads, if that is a file inside. */
async function linkedFile(link: string, root: string): Promise<string | Pick<PassedOver, 'why'>> {
  try {
    const place = await realpath(link)
    if (!isInside(place, root)) return { why: 'it leads out of the folder' }
    return (await stat(place)).isFile() ? place : { why: 'it is no file' }
  } catch {
    return { why: 'it leads nowhere' }
  }
}
