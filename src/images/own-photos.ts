import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import {
  labelOf,
  matchPhotoFiles,
  type PhotoFile,
  readPhotoFolder,
  readPhotoMap,
  readWithin,
} from '@avatarctl/photo-files'
import { AppError, codeOf } from '../errors.ts'
import type { OwnPhoto, OwnPhotos, PassedOverFile } from '../own-photos.ts'

/** What a user hands in. */
export interface OwnPhotosWish {
  /** Files and folders. With a table, at most one folder, in which its files lie. */
  paths: readonly string[]
  /** A table of whose photo is which. */
  map: string | undefined
  signal: AbortSignal
}

type Found = PhotoFile & { root: string }

/**
 * The photos in files and folders, or in a table of them; none is opened yet. Throws `AppError` `wrong-use` and
 * `unreadable-input`, and errors of kind `unusable`.
 */
export async function ownPhotos({ paths, map, signal }: OwnPhotosWish): Promise<OwnPhotos> {
  const found = map === undefined ? await inPaths(paths, signal) : await inTable(map, paths, signal)
  const photos = found.files.map((file) => ({ ...asPhoto(file), label: file.label }))
  if (photos.length === 0 && found.passedOver.length === 0)
    throw new AppError('wrong-use', `There is no photo in ${map ?? paths.join(', ')}`, {
      hint: 'Nothing was done. Photos are files such as ada@example.com.jpg, or 101.png.',
    })
  return {
    passedOver: found.passedOver,
    match: async (people, by) => {
      const { matched, unmatched, ambiguous } = await matchPhotoFiles(photos, people, by ? { by } : {})
      return {
        matched: matched.map(({ file, person, by }) => ({ photo: file, person, by })),
        unmatched,
        ambiguous: ambiguous.map(({ files, people, by }) => ({ photos: files, people, by })),
      }
    },
  }
}

async function inPaths(paths: readonly string[], signal: AbortSignal) {
  const files = new Map<string, Found>()
  const passedOver: PassedOverFile[] = []
  for (const given of paths) {
    const folder = (await isFolder(given)) ? await readPhotoFolder(given, signal) : undefined
    for (const one of folder?.files ?? [await single(given)])
      files.set(one.path, { ...one, root: folder?.root ?? path.dirname(one.path) })
    for (const { name, why } of folder?.passedOver ?? []) passedOver.push({ file: name, why })
  }
  return { files: [...files.values()], passedOver }
}

async function inTable(map: string, paths: readonly string[], signal: AbortSignal) {
  const [folder, ...others] = paths
  if (others.length > 0)
    throw new AppError('wrong-use', '--map takes one folder, in which its files lie', {
      hint: 'Leave it out where they lie beside the table.',
    })
  const { root, files, unusable } = await readPhotoMap(map, { folder, signal })
  return {
    files: files.map((file) => ({ ...file, root })),
    passedOver: unusable.map(({ line, file, why }) => ({ file: file || `line ${line}`, line, why })),
  }
}

/** A file that was named is meant, whatever it is called and wherever a link leads. */
async function single(given: string): Promise<PhotoFile> {
  const place = await realpath(given)
  return { path: place, name: given, label: labelOf(given) }
}

async function isFolder(given: string): Promise<boolean> {
  try {
    const facts = await stat(given)
    if (facts.isDirectory() || facts.isFile()) return facts.isDirectory()
  } catch (error) {
    const isGone = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
    throw new AppError('unreadable-input', isGone ? `There is no ${given}` : `${given} may not be read`, {
      hint: 'Nothing was done. Name files, or a folder of them.',
      cause: error,
    })
  }
  throw new AppError('unreadable-input', `${given} is neither a file nor a folder`, {
    hint: 'Nothing was done. Name files, or a folder of them.',
  })
}

function asPhoto({ root, path: file, name }: Found): OwnPhoto {
  return { name, read: async () => (await readWithin(root, file)).bytes }
}
