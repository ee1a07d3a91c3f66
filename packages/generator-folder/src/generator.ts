import { readWithin } from '@avatarctl/photo-files'
import type { Generator, Options } from '@avatarctl/sdk'
import { openPhotos, type Photos } from './photos.ts'

/** By the options of a chain: several chains may ask here at the same time, each for a directory of its own. */
const opened = new WeakMap<Options, Promise<Photos>>()

/** The photo that a folder has of somebody, `null` where it has none, and why where nobody can say which is theirs. */
export default {
  async open({ options, signal }) {
    opened.delete(options)
    await photosFor(options, signal)
  },

  async generate({ person, options, signal, everybody }) {
    const photos = await photosFor(options, signal)
    const theirs = await photos.of(person, everybody)
    signal.throwIfAborted()
    if (theirs === null || 'none' in theirs) return theirs
    if ('why' in theirs) throw new Error(`${theirs.file}: ${theirs.why}`)
    try {
      return await readWithin(photos.root, theirs.path)
    } catch (error) {
      throw new Error(`${theirs.name} ${(error as Error).message}`, { cause: error })
    }
  },
} satisfies Generator

function photosFor(options: Options, signal: AbortSignal): Promise<Photos> {
  const known = opened.get(options)
  if (known) return known
  const photos = openPhotos(options, signal)
  opened.set(options, photos)
  return photos
}
