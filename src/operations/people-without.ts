import type { Person } from '@avatarctl/sdk'
import { wholeDirectoryFailure } from './failure.ts'
import { type LookParts, whosePhoto } from './whose-photo.ts'

/** Everybody of a directory; whoever has only a placeholder is said to have no photo. Closes it at the end. */
export async function* peopleWithout(
  desk: LookParts & AsyncDisposable,
  signal: AbortSignal,
): AsyncIterable<Person> {
  await using parts = desk
  try {
    for await (const person of parts.reader.people({ signal })) {
      if (person.photo.state === 'missing') yield person
      else {
        const { isPlaceholder } = await whosePhoto(person, parts, signal, { actsOnRemoval: false })
        yield isPlaceholder ? { ...person, photo: { state: 'missing' } } : person
      }
    }
  } catch (error) {
    throw wholeDirectoryFailure(error)
  }
}
