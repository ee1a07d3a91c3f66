import type { Person } from '@avatarctl/sdk'
import { pMapIterable } from 'p-map'
import type { Album, Fingerprint, Progress } from '../ports.ts'
import type { ListedPerson } from '../records.ts'
import { wholeDirectoryFailure } from './failure.ts'
import { selects, type Selection } from './select-people.ts'
import { type LookParts, whosePhoto } from './whose-photo.ts'

export const photoFilters = ['missing', 'present', 'own', 'human', 'all'] as const

export interface ListParts extends LookParts {
  fingerprint: Fingerprint
  /** Shown every photo of those who are listed; each is read for it. */
  album?: Album | undefined
  progress: Progress
  signal: AbortSignal
}

/** Everybody of a selection with the state of their photo, as they come. Writes nothing. */
export async function* listPeople(
  parts: ListParts,
  wish: {
    selection: Selection
    photo: (typeof photoFilters)[number]
    concurrency: number
    /** Also what each photo hashes to; those that nobody has read yet are read. */
    hashes?: boolean
  },
): AsyncIterable<ListedPerson> {
  const { reader, progress, signal } = parts
  const wanted = selects(wish.selection)
  progress.phase(parts.album ? 'Reading people and their photos' : 'Reading the list of people')
  async function* chosen() {
    for await (const person of reader.people({ signal })) {
      progress.step()
      if (wanted(person)) yield person
    }
  }
  try {
    const { concurrency, hashes = false } = wish
    const seen = pMapIterable(
      chosen(),
      async (person) => {
        const listed = await look(parts, person, { hashes })
        if (!fits(listed, wish.photo)) return undefined
        await show(parts, listed)
        return listed
      },
      { concurrency },
    )
    for await (const listed of seen) if (listed) yield listed
  } catch (error) {
    throw wholeDirectoryFailure(error)
  }
}

async function look(
  parts: ListParts,
  person: Person,
  { hashes }: { hashes: boolean },
): Promise<ListedPerson> {
  try {
    const { whose, before, isPlaceholder } = await whosePhoto(person, parts, parts.signal, {
      actsOnRemoval: false,
    })
    const { state, version } = before
    const hash = hashes
      ? { sha256: before.sha256 ?? (state === 'present' ? await hashOf(parts, person) : null) }
      : {}
    if (state === 'missing' || isPlaceholder) {
      const photo = { state: 'missing', version, owner: null, ...hash } as const
      return { person, photo: isPlaceholder ? { ...photo, placeholder: true } : photo }
    }
    if (whose.owner !== 'own') return { person, photo: { state, version, owner: 'human', ...hash } }
    const { generator, options, size, fingerprint } = whose.standing
    const now = parts.fingerprint(generator, person, options, size)
    // Without its generator nobody can say that a picture is out of date.
    const owner = now === undefined || now === fingerprint ? 'own-current' : 'own-outdated'
    return { person, photo: { state, version, owner, ...hash } }
  } catch {
    parts.signal.throwIfAborted()
    const { photo } = person
    const version = photo.state === 'present' ? (photo.version ?? null) : null
    return { person, photo: { state: photo.state, version, owner: 'unknown' } }
  }
}

/** Shows an album somebody's photo. One that cannot be read is not shown, and they are listed nevertheless. */
async function show({ album, reader, signal }: ListParts, { person, photo }: ListedPerson): Promise<void> {
  if (!album || photo.state === 'missing') return
  try {
    const found = await reader.readPhoto(person, signal)
    if (found.state === 'present') await album.keep(person.id, 'before', found.bytes)
  } catch {
    signal.throwIfAborted()
  }
}

/** What a photo hashes to that nobody has read yet. */
async function hashOf(
  { reader, darkroom, photoHashes, signal }: ListParts,
  person: Person,
): Promise<string | null> {
  const found = await reader.readPhoto(person, signal)
  if (found.state === 'missing') return null
  const sha256 = darkroom.hash(found.bytes)
  photoHashes?.note(person, found.version, sha256)
  return sha256
}

function fits({ photo }: ListedPerson, filter: (typeof photoFilters)[number]): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'missing':
    case 'present':
      return photo.state === filter
    case 'own':
      return photo.owner === 'own-current' || photo.owner === 'own-outdated'
    case 'human':
      return photo.owner === 'human'
  }
}
