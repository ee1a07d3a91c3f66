import type { Directory, Person } from '../src/index.ts'
import { memoryDirectory, refusal, versionOf, type Spoil } from './memory-directory.ts'

/** For each rule, a directory that is right but for this one thing. */
export const wrongDirectories: Record<string, Spoil> = {
  'is the same directory each time it is opened': (right) => ({
    identity: { ...right.identity, account: String(performance.now()) },
  }),

  'says what photos it takes': ({ limits }) => ({ limits: { ...limits, mediaTypes: [] } }),

  'says what it can do': ({ can }) => ({ can: { ...can, remove: false } }),

  'passes its own check of what it says it can do': () => ({
    check: () => Promise.reject(refusal('forbidden', 'Not allowed')),
  }),

  'may be closed twice': () => {
    let closed = false
    return {
      close: () => {
        if (closed) return Promise.reject(new Error('It is closed'))
        closed = true
        return Promise.resolve()
      },
    }
  },

  'lists everybody, each with an id of their own': (right) => ({
    async *people(query) {
      yield* right.people(query)
      yield right.person('room', query.signal)
    },
  }),

  'lists kind and status in the words of the sdk': (right) =>
    listing(right, (person) => (person.id === 'room' ? { ...person, kind: 'queue' as 'other' } : person)),

  'never lists a photo as missing that is there, or the other way round': (right) => ({
    ...listing(right, (person) =>
      person.id === 'ada' ? { ...person, photo: { state: 'missing' } } : person,
    ),
    can: { ...right.can, versionInList: false },
  }),

  'stops listing with an error when its signal is aborted': (right) => ({
    async *people(query) {
      if (!query.signal.aborted) yield* right.people(query)
    },
  }),

  'gives one person as the list does': (right) => ({
    person: async (id, signal) => ({ ...(await right.person(id, signal)), department: 'Other' }),
  }),

  'gives who is signed in as it gives that person, where it knows': (right) => ({
    me: async (signal) => ({ ...(await right.person('ada', signal)), id: 'bob' }),
  }),

  'throws not-found for an id that nobody has, whatever it holds': (right) => ({
    person: (id, signal) =>
      right.person(id, signal).catch(() => Promise.reject(refusal('rejected', 'That is no id'))),
  }),

  'says that there is no photo, rather than throwing': (right) => ({
    readPhoto: async (person, signal) => {
      const photo = await right.readPhoto(person, signal)
      const vague = { state: 'missing', status: 404 } as const
      return person.id === 'bob' && photo.state === 'missing' ? vague : photo
    },
  }),

  'throws for the photo of an unknown person': (right) => ({
    readPhoto: (person, signal) => right.readPhoto(person, signal).catch(() => ({ state: 'missing' })),
  }),

  'reads a photo whole: bytes, media type and version': (right) => ({
    readPhoto: async (person, signal) => {
      const photo = await right.readPhoto(person, signal)
      return photo.state === 'present' ? { ...photo, mediaType: 'png' } : photo
    },
    writePhoto: (person, photo, condition) => {
      const mediaType = photo.mediaType.replace(/^png$/, 'image/png')
      return right.writePhoto(person, { ...photo, mediaType }, condition)
    },
  }),

  'reads the same photo twice, and under the same version': (right, { photos }) => ({
    ...unconditional(right, photos),
    readPhoto: async (person, signal) => {
      const photo = await right.readPhoto(person, signal)
      return photo.state === 'present' ? { ...photo, version: String(performance.now()) } : photo
    },
  }),

  'lists the version that is read, when it says that it lists versions': (right) =>
    listing(right, (person) =>
      person.photo.state === 'present' ? { ...person, photo: { state: 'present' } } : person,
    ),

  'serves what was written, under another version': (right, { photos }) => ({
    ...unconditional(right, photos),
    readPhoto: async (person, signal) => {
      const photo = await right.readPhoto(person, signal)
      return photo.state === 'present' ? { ...photo, version: 'always the same' } : photo
    },
  }),

  'says of a person whom a photo was written for that there is one': (right) =>
    listing(right, (person) => (person.id === 'bob' ? { ...person, photo: { state: 'missing' } } : person)),

  'still has a photo after it was closed and opened again': (_, { people, photos }) =>
    memoryDirectory({ people, photos: new Map(photos) }),

  'gives the original back byte for byte when that is put back': (right, { photos }) => ({
    writePhoto: async (person, photo, condition) => {
      await right.writePhoto(person, photo, condition)
      if (photo.name === 'ada.png') photos.set(person.id, { ...photo, bytes: photo.bytes.subarray(1) })
    },
  }),

  'removes a photo, when it says that it can': (right, { photos }) => ({
    removePhoto: async (person, condition) => {
      const photo = photos.get(person.id)
      await right.removePhoto?.(person, condition)
      if (photo) photos.set(person.id, photo)
    },
  }),

  'writes for several people at the same time': (right) => {
    let busy = false
    return {
      writePhoto: async (person, photo, condition) => {
        if (busy) throw refusal('throttled', 'One at a time')
        busy = true
        await new Promise((resolve) => setImmediate(resolve))
        await right.writePhoto(person, photo, condition).finally(() => (busy = false))
      },
    }
  },

  'refuses to replace a photo that is no longer the one named, when it says that it can tell': (
    right,
    { photos },
  ) => ({
    writePhoto: (person, photo, condition) =>
      (condition.ifVersion === null ? right : unconditional(right, photos)).writePhoto(
        person,
        photo,
        condition,
      ),
  }),

  'refuses to write as the first photo where there is one, when it says that it can tell': (
    right,
    { photos },
  ) => ({
    writePhoto: (person, photo, condition) =>
      (condition.ifVersion === null ? unconditional(right, photos) : right).writePhoto(
        person,
        photo,
        condition,
      ),
  }),

  'refuses to remove a photo that is no longer the one named, when it says that it can tell': (
    right,
    { photos },
  ) => ({ removePhoto: unconditional(right, photos).removePhoto }),

  'takes a photo that breaks its limits whole, or rejects it and changes nothing': (right) => ({
    writePhoto: (person, photo, condition) =>
      right.writePhoto(person, { ...photo, bytes: photo.bytes.subarray(0, 100_000) }, condition),
  }),

  'takes a photo with any file name, or rejects it and changes nothing': (right, { photos }) => ({
    writePhoto: async (person, photo, condition) => {
      await right.writePhoto(person, photo, condition)
      if (photo.name?.includes('/')) photos.delete(person.id)
    },
  }),

  'begins no write once its signal is aborted': (right) => ({
    writePhoto: (person, photo, { ifVersion }) =>
      right.writePhoto(person, photo, { ifVersion, signal: new AbortController().signal }),
  }),

  'throws errors that say their kind and what became of the write': (right) => ({
    readPhoto: (person, signal) =>
      right.readPhoto(person, signal).catch(() => Promise.reject(new Error('Something went wrong'))),
  }),
}

/** Directories that break a rule in a way that breaks others too. */
export const worseDirectories: readonly [rule: string, what: string, spoil: Spoil][] = [
  [
    'says that there is no photo, rather than throwing',
    'throws where there is no photo',
    (right) => ({
      readPhoto: async (person, signal) => {
        const photo = await right.readPhoto(person, signal)
        if (photo.state === 'missing') throw refusal('not-found', 'There is no photo')
        return photo
      },
    }),
  ],
  [
    'refuses to replace a photo that is no longer the one named, when it says that it can tell',
    'loses the photo though it refuses',
    (right, { photos }) => ({
      writePhoto: (person, photo, condition) =>
        right.writePhoto(person, photo, condition).catch((error: unknown) => {
          photos.delete(person.id)
          throw error
        }),
    }),
  ],
  [
    'serves what was written, under another version',
    'loses a byte',
    (right, { photos }) => ({
      writePhoto: async (person, photo, condition) => {
        await right.writePhoto(person, photo, condition)
        photos.set(person.id, { ...photo, bytes: photo.bytes.subarray(1) })
      },
    }),
  ],
  [
    'stops listing with an error when its signal is aborted',
    'waits for ever',
    () => ({
      async *people() {
        await new Promise(() => {
          // Never.
        })
        yield* []
      },
    }),
  ],
]

/** Lists, and gives, other records. */
function listing(right: Directory, change: (person: Person) => Person): Partial<Directory> {
  return {
    async *people(query) {
      for await (const person of right.people(query)) yield change(person)
    },
    person: async (id, signal) => change(await right.person(id, signal)),
  }
}

/** Says that it cannot tell which photo it replaces, and waves every condition through. */
function unconditional(
  right: Directory,
  photos: Parameters<Spoil>[1]['photos'],
): Required<Pick<Directory, 'can' | 'writePhoto' | 'removePhoto'>> {
  function versionNow({ id }: Person): string | null {
    const photo = photos.get(id)
    return photo ? versionOf(photo) : null
  }
  return {
    can: { ...right.can, conditionalWrite: false, versionInList: false },
    writePhoto: (person, photo, { signal }) =>
      right.writePhoto(person, photo, { ifVersion: versionNow(person), signal }),
    removePhoto: async (person, { signal }) =>
      right.removePhoto?.(person, { ifVersion: versionNow(person), signal }),
  }
}

const rightDirectory = {
  ...{ id: 'pinboard', title: 'Pinboard', module: './generator.js' },
  hosts: ['pins.example.com', 'pictures.example.com:8443'],
}

/** The module of a package. */
export const directorySource = `export default {
  origins: () => ['https://pins.example.com', 'https://pictures.example.com:8443'],
  open: () => Promise.reject(new Error('Not here')),
}`

function contributing(directory: object): object {
  return { contributes: { directories: [directory] } }
}

/** For each rule about packages, the keys of a package.json that is right but for this one thing. */
export const wrongPackages: Record<string, Record<string, unknown>> = {
  'is a plugin that says which avatarctl it is for': {
    engines: { avatarctl: '*' },
    avatarctl: contributing(rightDirectory),
  },
  'brings nothing that would run when avatarctl starts': {
    oclif: { commands: './commands' },
    avatarctl: contributing(rightDirectory),
  },
  'installs without running anything': {
    scripts: { install: 'node-gyp rebuild' },
    avatarctl: contributing(rightDirectory),
  },
  'publishes the modules that it names': { files: ['README.md'], avatarctl: contributing(rightDirectory) },
  'has its module inside its package, with a directory as the default export': {
    avatarctl: contributing({ ...rightDirectory, module: './elsewhere/generator.js' }),
  },
  'asks only hosts that its manifest declares': {
    avatarctl: contributing({ ...rightDirectory, hosts: ['pins.example.com'] }),
  },
  'has a complete manifest': { avatarctl: contributing({ ...rightDirectory, environment: { path: 'x' } }) },
}
