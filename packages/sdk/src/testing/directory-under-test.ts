import assert from 'node:assert/strict'
import type { Directory } from '../directory.ts'
import type { Options } from '../generator.ts'
import type { Person } from '../person.ts'
import type { NoPhoto, OutgoingPhoto, Photo } from '../photo.ts'
import type { MaybePackaged } from './plugin-package.ts'

/** A directory to try things with, which nobody else uses. */
export interface PracticeDirectory {
  directory: Directory
  /** The id of somebody with a photo, a PNG or JPEG. */
  withPhoto: string
  /** The id of somebody without one. */
  withoutPhoto: string
  /** Opens the same account once more. */
  reopen(): Promise<Directory>
  /** A photo that the directory takes, another one for every number. */
  makeImage(number: number): OutgoingPhoto | Promise<OutgoingPhoto>
  /** Called last, after the directories were closed: takes away what practising needed. */
  discard?(): Promise<void> | void
}

/** How to get a fresh practice directory; every rule asks for one of its own. Without `plugin` no package is looked at. */
export interface DirectoryUnderTest extends MaybePackaged {
  open(): Promise<PracticeDirectory>
  /** Options as a user would set them: what its package is held against goes by their addresses. */
  options?: Options
}

/** A practice directory, and what most rules do with it. */
export interface Practice extends PracticeDirectory {
  /** Never aborted. */
  signal: AbortSignal
  listed(id: string): Promise<Person>
  read(id: string): Promise<Photo | NoPhoto>
  /** Reads the photo of somebody who has one. */
  readPresent(id: string): Promise<Photo>
  /** Writes on the condition that the photo is the one of now, or the version given. */
  write(id: string, photo: OutgoingPhoto, ifVersion?: string | null): Promise<void>
}

/** Opens a practice directory for the length of `use`, and closes it whatever happens. */
export async function withDirectory(
  subject: DirectoryUnderTest,
  use: (practice: Practice) => Promise<void>,
): Promise<void> {
  const practice = await subject.open()
  try {
    await use(prepare(practice))
  } finally {
    await practice.directory.close?.()
    await practice.discard?.()
  }
}

/** Like `withDirectory`, for rules about writing: nothing is done where a directory says that it cannot. */
export async function withWritableDirectory(
  subject: DirectoryUnderTest,
  use: (practice: Practice) => Promise<void>,
): Promise<void> {
  await withDirectory(subject, async (practice) => {
    if (practice.directory.can.write) await use(practice)
  })
}

function prepare(practice: PracticeDirectory): Practice {
  const { directory } = practice
  const { signal } = new AbortController()
  async function read(id: string): Promise<Photo | NoPhoto> {
    return directory.readPhoto(await directory.person(id, signal), signal)
  }
  return {
    ...practice,
    signal,
    read,
    async listed(id) {
      const person = (await everybody(directory)).find((one) => one.id === id)
      return person ?? assert.fail(`${id} is not in the list`)
    },
    async readPresent(id) {
      const photo = await read(id)
      return photo.state === 'present' ? photo : assert.fail(`${id} has no photo`)
    },
    async write(id, photo, ifVersion) {
      const version = ifVersion === undefined ? versionOf(await read(id)) : ifVersion
      await directory.writePhoto(await directory.person(id, signal), photo, { ifVersion: version, signal })
    },
  }
}

/** The whole list. */
export async function everybody(
  directory: Directory,
  signal: AbortSignal = new AbortController().signal,
): Promise<Person[]> {
  const people: Person[] = []
  for await (const person of directory.people({ signal })) people.push(person)
  return people
}

/** What a write that replaces this photo depends on. */
export function versionOf(photo: Photo | NoPhoto): string | null {
  return photo.state === 'present' ? photo.version : null
}

/** Somebody whom no directory has. */
export const nobody: Person = {
  id: 'no-such-person-9f2c',
  name: 'No Such Person',
  kind: 'person',
  status: 'enabled',
  photo: { state: 'unknown' },
}

/** Fails unless what was thrown is a directory's error of this kind. */
export function assertKind(error: unknown, kind: string): void {
  assert.equal((error as { kind?: unknown } | null)?.kind, kind, `It threw ${String(error)}`)
}

/** Fails unless two photos have the same bytes. */
export function assertSameBytes(actual: Photo, expected: { bytes: Uint8Array }, complaint: string): void {
  assert.ok(Buffer.from(actual.bytes).equals(expected.bytes), complaint)
}
