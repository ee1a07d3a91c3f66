import type { Generator, GeneratorContext, GeneratorPerson } from '@avatarctl/sdk'
import { findUser, type Lookup } from './find-user.ts'
import { inTime } from './in-time.ts'
import type { Key } from './keys.ts'
import { type Line, openLine } from './line.ts'
import { type PhotoWish, type Photo, readPhoto } from './photo.ts'
import { readRoot } from './root.ts'
import { serverFrom } from './server.ts'
import { askEach, listAll, mustHaveUsers, userFilter, type UserSearch } from './users.ts'

/** So many people are looked for one by one; for more, the list of everybody is worth reading. */
const few = 25

/** All of it: whoever takes longer is ended by the tool, without a word that concerns everybody. */
const openingMs = 18_000

/** A directory that was opened. */
interface Session {
  photoOf(person: GeneratorPerson): Promise<Photo | undefined>
  close(): void
}

let session: Session | undefined

async function openSession({ options, secrets, signal }: GeneratorContext): Promise<Session> {
  const { base, filter, match, photos, choose, pageSize } = options as {
    base?: string
    filter?: string
    match: readonly Key[]
    photos: readonly string[]
    choose: PhotoWish['choose']
    pageSize: number
  }
  const own = userFilter(false, filter)
  const line = await openLine(await serverFrom(options, secrets), signal)
  try {
    const root = await readRoot(line, base)
    const search: UserSearch = {
      ...{ base: root.base, keys: match, photos, pageSize },
      filter: root.isActiveDirectory ? userFilter(true, filter) : own,
    }
    await mustHaveUsers(line, search)
    return { photoOf: photosBy(line, search, { photos, choose }), close: () => line.close() }
  } catch (error) {
    line.close()
    throw error
  }
}

/** Finds each person one by one, and in a list of everybody as soon as there is one. */
function photosBy(line: Line, search: UserSearch, wish: PhotoWish): Session['photoOf'] {
  let lookup: Lookup = askEach(line, search)
  let listing: Promise<void> | undefined
  let asked = 0
  return async (person) => {
    asked += 1
    if (asked > few)
      listing ??= listAll(line, search).then(
        (all) => void (lookup = all),
        // It goes on one by one; whatever is wrong will show there.
        () => undefined,
      )
    const user = await findUser(person, search.keys, (key, value) => lookup(key, value))
    if (!user || user.hasPhoto === false) return undefined
    return await readPhoto(line, user.dn, wish)
  }
}

/** The photo that a directory has of somebody. */
export default {
  async open(context) {
    session?.close()
    session = undefined
    const { signal, options } = context
    const host = String(options['url'])
    session = await inTime(() => openSession(context), { ms: openingMs, signal, host })
  },

  async generate({ person, signal }) {
    if (!session) throw new Error('it was not opened')
    const photo = await unlessAborted(session.photoOf(person), signal)
    if (!photo) return null
    const { bytes, modified } = photo
    return { bytes, ...(modified && { modified: modified.toISOString() }) }
  },

  close() {
    session?.close()
    session = undefined
  },
} satisfies Generator

/** What was asked of the server goes on until it is answered; nobody waits for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason as Error)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
