import { readTable } from '@avatarctl/people-file'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { PhotoFile } from './photo-folder.ts'
import { isInside } from './read-within.ts'
import { unreadable, unusable } from './unusable.ts'

/** A row that names no photo that could be used, and why. */
export interface MapRow {
  line: number
  person: string
  file: string
  why: 'there is no such file' | 'it leads out of the folder' | 'it is no file' | 'a value is missing'
}

export interface PhotoMap {
  /** The folder that the files lie in: absolute, and without links. */
  root: string
  /** In the order of the rows; `label` is what stands under `person`. */
  files: PhotoFile[]
  unusable: MapRow[]
}

const headers = {
  person: ['person', 'who', 'key'],
  file: ['file', 'photo', 'path', 'filename', 'image', 'picture'],
}

/**
 * A table of whose photo is which: a CSV file with the columns `person` (an e-mail, extension, id, employee number or name)
 * and `file`, from the folder that is given, else from that of the table. A file outside of the folder is not used. Throws
 * errors of kind `unusable`.
 */
export async function readPhotoMap(
  file: string,
  { folder, signal }: { folder?: string | undefined; signal: AbortSignal },
): Promise<PhotoMap> {
  const base = folder ?? path.dirname(file)
  let root: string
  try {
    root = await realpath(base)
  } catch (error) {
    throw folder === undefined ? unreadable(file, error, 'file') : unreadable(base, error, 'folder')
  }
  const map: PhotoMap = { root, files: [], unusable: [] }
  let columns: { person: number; file: number } | undefined
  try {
    for await (const { line, fields } of readTable(file, signal)) {
      if (!columns) {
        columns = columnsOf(fields, `${file}, line ${line}`)
        continue
      }
      const person = (fields[columns.person] ?? '').trim()
      const name = (fields[columns.file] ?? '').trim()
      const place =
        person === '' || name === ''
          ? ({ why: 'a value is missing' } as const)
          : await placeOf(path.resolve(root, name), root)
      if (typeof place === 'string') map.files.push({ path: place, name, label: person })
      else map.unusable.push({ line, person, file: name, ...place })
    }
  } catch (error) {
    throw unreadable(file, error, 'file')
  }
  if (!columns) throw noColumns(file, [])
  return map
}

function columnsOf(header: readonly string[], place: string): { person: number; file: number } {
  const names = header.map((name) => name.trim().toLowerCase())
  const find = (known: readonly string[]) => names.findIndex((name) => known.includes(name))
  const columns = { person: find(headers.person), file: find(headers.file) }
  if (columns.person < 0 || columns.file < 0) throw noColumns(place, header)
  return columns
}

function noColumns(place: string, header: readonly string[]) {
  const there = header.length === 0 ? 'nothing is there' : `there are ${header.join(', ')}`
  return unusable(
    `${place}: the columns person and file are needed; ${there}.`,
    'Write person,file into the first line, and below it one photo in each row.',
  )
}

async function placeOf(file: string, root: string): Promise<string | Pick<MapRow, 'why'>> {
  try {
    // Told first, so that nobody learns what there is outside.
    if (!isInside(file, root)) return { why: 'it leads out of the folder' }
    const place = await realpath(file)
    if (!isInside(place, root)) return { why: 'it leads out of the folder' }
    return (await stat(place)).isFile() ? place : { why: 'it is no file' }
  } catch {
    return { why: 'there is no such file' }
  }
}
