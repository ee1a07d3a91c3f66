import { openPace } from '@avatarctl/sdk/testing'
import type { Directory, OutgoingPhoto, Person, Photo } from '@avatarctl/sdk'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import plugin from '../src/directory.ts'

export const { signal } = new AbortController()

export const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('one')])
export const OTHER_PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('two')])
export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
export const GIF = Buffer.from('GIF89a, a picture')

export const png: OutgoingPhoto = { bytes: PNG, mediaType: 'image/png' }
export const jpeg: OutgoingPhoto = { bytes: JPEG, mediaType: 'image/jpeg' }
export const gif: OutgoingPhoto = { bytes: GIF, mediaType: 'image/gif' }

/** A folder directory on the disk of its own, with what a test does to it. */
export interface Practice {
  folder: string
  warnings: string[]
  open(): Promise<Directory>
  put(name: string, bytes: Uint8Array | string): Promise<void>
  photos(): Promise<string[]>
  discard(): Promise<void>
}

/** A temporary folder with these people, by id, and `photos/`. */
export async function practice(ids: string[]): Promise<Practice> {
  const folder = await mkdtemp(path.join(tmpdir(), 'directory-folder-'))
  const warnings: string[] = []
  await writeFile(
    path.join(folder, 'people.json'),
    JSON.stringify(ids.map((id, index) => ({ id, name: `Person ${index}` }))),
  )
  await mkdir(path.join(folder, 'photos'))
  return {
    folder,
    warnings,
    open: () => open(folder, warnings),
    put: (name, bytes) => writeFile(path.join(folder, 'photos', name), bytes),
    photos: async () => (await readdir(path.join(folder, 'photos'))).sort(),
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

export function open(folder: unknown, warnings: string[] = []): Promise<Directory> {
  const warn = (sentence: string) => void warnings.push(sentence)
  return plugin.open({
    options: { path: folder },
    secrets: {},
    pace: openPace,
    fetch,
    signal,
    stateFolder: '',
    warn,
  })
}

export async function everybody(directory: Directory): Promise<Person[]> {
  const people: Person[] = []
  for await (const person of directory.people({ signal })) people.push(person)
  return people
}

/** The photo of a person who has one. */
export async function photoOf(directory: Directory, id: string): Promise<Photo> {
  const photo = await directory.readPhoto(named(id), signal)
  if (photo.state === 'present') return photo
  throw new Error(`${id} has no photo.`)
}

/** Writes on the condition that the photo is the one of now. */
export async function write(directory: Directory, id: string, photo: OutgoingPhoto): Promise<void> {
  const now = await directory.readPhoto(named(id), signal)
  const ifVersion = now.state === 'present' ? now.version : null
  await directory.writePhoto(named(id), photo, { ifVersion, signal })
}

export function named(id: string): Person {
  return { id, kind: 'person', status: 'enabled', photo: { state: 'unknown' } }
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => new Error('This was expected to fail.'),
    (reason: unknown) => reason,
  )
  return error as Error & { kind?: string; outcome?: string; hint?: string; code?: string }
}
