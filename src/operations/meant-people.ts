import type { Person } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { directoryKey, type DirectoryReader } from '../ports.ts'
import type { OpenChange } from '../records.ts'
import { wholeDirectoryFailure } from './failure.ts'

/** For whom a command works. */
export interface Meant {
  /** Lists them, and perhaps others. */
  reader: DirectoryReader
  /** Names them by id, extension or e-mail; none where everybody is meant. */
  keys: readonly string[]
  isMeant(change: OpenChange): boolean
}

/**
 * Whoever has these keys; with `me` nobody but the user who is signed in, who counts as named. Nobody else is asked for then:
 * the user may have no right to see anybody else. Throws `AppError` where the directory does not know who that is.
 */
export async function meantPeople(
  reader: DirectoryReader,
  { me, keys }: { me?: boolean | undefined; keys: readonly string[] },
  signal: AbortSignal,
): Promise<Meant> {
  if (!me) return { reader, keys, isMeant: () => true }
  if (!reader.me) {
    const name = directoryKey(reader.identity)
    throw new AppError('wrong-use', `The directory ${name} does not know who you are`, {
      hint: 'Nothing was done. Name yourself with --person instead of --me: your id, e-mail or extension.',
    })
  }
  const user = await reader.me(signal).catch((error: unknown) => {
    throw wholeDirectoryFailure(error)
  })
  return {
    reader: { ...reader, people: () => only(user) },
    keys: [user.id],
    isMeant: ({ person }) => person === user.id,
  }
}

async function* only(person: Person): AsyncIterable<Person> {
  yield person
}
