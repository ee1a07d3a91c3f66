import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  Directory,
  DirectoryErrorKind,
  NoPhoto,
  OutgoingPhoto,
  Person,
  Photo,
  WriteCondition,
} from '../src/index.ts'
import type { PracticeDirectory } from '../src/testing/index.ts'
import { smallPng } from './small-png.ts'

/** What a memory directory holds; several opened ones may share it. */
export interface Account {
  people: Omit<Person, 'photo'>[]
  photos: Map<string, OutgoingPhoto>
}

function practiceAccount(): Account {
  const enabled = { kind: 'person', status: 'enabled' } as const
  return {
    people: [
      { id: 'ada', firstName: 'Ada', lastName: 'Lovelace', ...enabled },
      { id: 'bob', name: '<b>"Bob"</b> \u202e', ...enabled },
      { id: '../../etc/passwd', name: '../x', ...enabled },
      { id: 'room', name: 'Room', kind: 'other', status: 'enabled' },
    ],
    photos: new Map([['ada', { bytes: smallPng(8), mediaType: 'image/png', name: 'ada.png' }]]),
  }
}

export function refusal(kind: DirectoryErrorKind, message: string): Error {
  return Object.assign(new Error(message), { kind, outcome: 'not-applied' })
}

export function versionOf(photo: OutgoingPhoto): string {
  return createHash('sha256').update(photo.bytes).digest('hex')
}

/** A directory that does everything right. */
export function memoryDirectory({ people, photos }: Account): Directory {
  function record(id: string): Person {
    const person = people.find((one) => one.id === id)
    if (!person) throw refusal('not-found', 'Nobody has this id')
    const photo = photos.get(id)
    return {
      ...person,
      photo: photo ? { state: 'present', version: versionOf(photo) } : { state: 'missing' },
    }
  }
  function mustBe({ id }: Person, { ifVersion, signal }: WriteCondition): void {
    signal.throwIfAborted()
    const { photo } = record(id)
    const version = photo.state === 'present' ? photo.version : null
    if (version !== ifVersion) throw refusal('changed', 'Somebody changed the photo')
  }
  return {
    identity: { service: 'memory', account: '1' },
    limits: { mediaTypes: ['image/png'], maxBytes: 100_000, maxPixels: 1_000_000, preferredSize: 512 },
    can: {
      read: true,
      write: true,
      remove: true,
      reencodes: false,
      conditionalWrite: true,
      versionInList: true,
    },
    check: () => Promise.resolve(),
    async *people({ signal }) {
      for (const { id } of people) {
        await sleep(0)
        signal.throwIfAborted()
        yield record(id)
      }
    },
    person: async (id) => Promise.resolve(record(id)),
    // By what `person` says, so that whatever is wrong there is wrong there only.
    me(signal) {
      return this.person('ada', signal)
    },
    readPhoto: async ({ id }): Promise<Photo | NoPhoto> => {
      record(id)
      const photo = photos.get(id)
      await sleep(0)
      return photo ? { state: 'present', ...photo, version: versionOf(photo) } : { state: 'missing' }
    },
    writePhoto: async (person, photo, condition) => {
      mustBe(person, condition)
      if (!photo.mediaType.startsWith('image/')) throw refusal('rejected', 'That is no image')
      if (photo.bytes.length > 100_000) throw refusal('rejected', 'That is too large')
      photos.set(person.id, photo)
      return Promise.resolve()
    },
    removePhoto: async (person, condition) => {
      mustBe(person, condition)
      photos.delete(person.id)
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
}

/** What is to be wrong with a directory. */
export type Spoil = (right: Directory, account: Account) => Partial<Directory>

/** A practice directory, with something wrong in it when `spoil` puts it there. */
export function practiceDirectory(spoil: Spoil = () => ({})): PracticeDirectory {
  const account = practiceAccount()
  function open(): Directory {
    const right = memoryDirectory(account)
    return { ...right, ...spoil(right, account) }
  }
  return {
    directory: open(),
    withPhoto: 'ada',
    withoutPhoto: 'bob',
    reopen: () => Promise.resolve(open()),
    makeImage: (number) => ({ bytes: smallPng(16, 16, number), mediaType: 'image/png' }),
  }
}
