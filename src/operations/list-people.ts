import type { Person } from '@avatarctl/sdk'
import { pMapIterable } from 'p-map'
import type { Darkroom, DirectoryReader, Fingerprint, LedgerReader, Progress } from '../ports.ts'
import type { ListedPerson } from '../records.ts'
import { wholeDirectoryFailure } from './failure.ts'
import { selects, type Selection } from './select-people.ts'
import { whosePhoto } from './whose-photo.ts'

export const photoFilters = ['missing', 'present', 'own', 'human', 'all'] as const

export interface ListParts {
  reader: DirectoryReader
  ledger: LedgerReader
  darkroom: Pick<Darkroom, 'hash' | 'stampOf'>
  fingerprint: Fingerprint
  progress: Progress
  signal: AbortSignal
}

/** Everybody of a selection with the state of their photo, as they come. Writes nothing. */
export async function* listPeople(
  parts: ListParts,
  wish: { selection: Selection; photo: (typeof photoFilters)[number]; concurrency: number },
): AsyncIterable<ListedPerson> {
  const { reader, progress, signal } = parts
  const wanted = selects(wish.selection)
  progress.phase('Reading the list of people')
  async function* chosen() {
    for await (const person of reader.people({ signal })) {
      progress.step()
      if (wanted(person)) yield person
    }
  }
  try {
    const { concurrency } = wish
    for await (const listed of pMapIterable(chosen(), (person) => look(parts, person), { concurrency })) {
      if (fits(listed, wish.photo)) yield listed
    }
  } catch (error) {
    throw wholeDirectoryFailure(error)
  }
}

async function look(parts: ListParts, person: Person): Promise<ListedPerson> {
  try {
    const { whose, before } = await whosePhoto(person, parts, parts.signal, { actsOnRemoval: false })
    const { state, version } = before
    if (state === 'missing') return { person, photo: { state, version, owner: null } }
    if (whose.owner !== 'own') return { person, photo: { state, version, owner: 'human' } }
    const { generator, options, size, fingerprint } = whose.standing
    const now = parts.fingerprint(generator, person, options, size)
    // Without its generator nobody can say that a picture is out of date.
    const owner = now === undefined || now === fingerprint ? 'own-current' : 'own-outdated'
    return { person, photo: { state, version, owner } }
  } catch {
    parts.signal.throwIfAborted()
    const { photo } = person
    const version = photo.state === 'present' ? (photo.version ?? null) : null
    return { person, photo: { state: photo.state, version, owner: 'unknown' } }
  }
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
