import type { PersonRecord } from '@avatarctl/people-file'
import type { Directory, DirectoryContext, DirectoryPlugin, Person, PhotoState } from '@avatarctl/sdk'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { checkAccess } from './access-check.ts'
import { failure, reason, saysAbsent } from './failure.ts'
import type { Listing } from './listing.ts'
import { lookAhead } from './look-ahead.ts'
import { lookUp } from './look-up.ts'
import { mediaTypeOf } from './media-type.ts'
import { photoChanges } from './photo-changes.ts'
import { MAX_BYTES, photoVersion } from './photo-file.ts'
import { peopleFileIn, roster } from './roster.ts'
import { servedPhoto } from './served-photo.ts'
import { shadowWarnings } from './shadow-warnings.ts'

const LOOK_AHEAD = 16

/** A folder with `people.csv` or `people.json`, and `photos/` beside it. */
export default { open } satisfies DirectoryPlugin

async function open({ options, warn }: DirectoryContext): Promise<Directory> {
  const folder = await realFolder(options['path'])
  const file = await peopleFileIn(folder)
  const list = roster(file)
  const photos = path.join(folder, 'photos')
  const find = lookUp(photos)
  const changes = photoChanges(photos, find)

  async function known(id: string, signal: AbortSignal): Promise<void> {
    if (!(await list.has(id, signal))) throw unknownPerson(id, file)
  }

  /** What the list says about a photo: without a word from the disk about it, the state is unknown. */
  async function photoState(id: string, name: string | undefined): Promise<PhotoState> {
    try {
      if (name === undefined) return { state: 'missing' }
      return { state: 'present', version: await photoVersion(path.join(photos, name)) }
    } catch (error) {
      if (saysAbsent(error)) return freshState(id)
      return unknownFor(error)
    }
  }

  async function freshState(id: string): Promise<PhotoState> {
    try {
      const served = await servedPhoto(id, photos, find)
      return served ? { state: 'present', version: served.version } : { state: 'missing' }
    } catch (error) {
      return unknownFor(error)
    }
  }

  async function* people({ signal }: { signal: AbortSignal }): AsyncGenerator<Person> {
    const listing: Listing = await find.refresh()
    const shadows = shadowWarnings(warn)
    yield* lookAhead(list.people(signal, warn), LOOK_AHEAD, async (record: PersonRecord) => {
      const names = listing.of(record.id)
      shadows.note(names)
      return { ...record, photo: await photoState(record.id, names[0]) }
    })
    shadows.end()
  }

  return {
    identity: { service: 'folder', account: folder },
    limits: {
      mediaTypes: ['image/png', 'image/jpeg', 'image/gif'],
      maxBytes: MAX_BYTES,
      maxPixels: 50_000_000,
      preferredSize: 512,
    },
    can: {
      read: true,
      write: true,
      remove: true,
      reencodes: false,
      conditionalWrite: true,
      versionInList: true,
    },
    people,
    async check(purpose, signal) {
      signal.throwIfAborted()
      await list.check(signal)
      await find.refresh()
      await checkAccess(photos, purpose)
    },
    async person(id, signal) {
      const record = await list.find(id, signal)
      if (!record) throw unknownPerson(id, file)
      return { ...record, photo: await freshState(id) }
    },
    async readPhoto({ id }, signal) {
      await known(id, signal)
      const served = await servedPhoto(id, photos, find)
      if (!served) return { state: 'missing' }
      const { bytes, version, name } = served
      return { state: 'present', bytes, mediaType: mediaTypeOf(bytes), version, name }
    },
    async writePhoto({ id }, photo, condition) {
      await known(id, condition.signal)
      await changes.write(id, photo, condition)
    },
    async removePhoto({ id }, condition) {
      await known(id, condition.signal)
      await changes.remove(id, condition)
    },
  }
}

async function realFolder(given: unknown): Promise<string> {
  const hint = 'Give the folder that holds people.csv or people.json.'
  if (typeof given !== 'string' || given === '') throw failure('unusable', 'No folder was given.', { hint })
  let folder: string
  try {
    folder = await realpath(given)
    if ((await stat(folder)).isDirectory()) return folder
  } catch (error) {
    throw failure(
      'unusable',
      saysAbsent(error) ? `There is no folder ${given}.` : `${given} cannot be read: ${reason(error)}.`,
      { hint },
    )
  }
  throw failure('unusable', `${given} is not a folder.`, { hint })
}

/** A photo that is there and cannot be read is unknown; a failure of the whole folder is a failure of the list. */
function unknownFor(error: unknown): PhotoState {
  if ((error as { kind?: unknown }).kind === 'rejected') return { state: 'unknown' }
  throw error
}

function unknownPerson(id: string, file: string) {
  return failure('not-found', `Nobody in ${file} has the id “${id.slice(0, 100)}”.`, {
    hint: 'List the people to see their ids.',
  })
}
