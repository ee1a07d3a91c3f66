import type { Directory, Person } from '@avatarctl/sdk'
import { type Backoff, retrying } from './backoff.ts'

/** So many tries are worth it before a directory counts as down. */
const tries = 5

type Reads = Pick<Directory, 'check' | 'people' | 'person' | 'me' | 'readPhoto'>

/** An operation that changes nothing, repeated with growing pauses while the directory does not answer. */
export function patiently<Result>(
  signal: AbortSignal,
  operation: () => Promise<Result>,
  how: Pick<Backoff, 'firstMs'> & { onFailure?(error: unknown): void } = {},
): Promise<Result> {
  const { onFailure, ...delays } = how
  function isWorthIt(error: unknown): boolean {
    if (!isPassing(error)) return false
    onFailure?.(error)
    return true
  }
  return retrying(operation, { tries, signal, isWorthIt, ...delays })
}

/** The readings of a directory, repeated with growing pauses while it does not answer. Writes are never repeated here. */
export function retryingReads(directory: Reads): Reads {
  const me = directory.me?.bind(directory)
  return {
    check: (purpose, signal) => patiently(signal, () => directory.check(purpose, signal)),
    person: (id, signal) => patiently(signal, () => directory.person(id, signal)),
    ...(me && {
      me: (signal: AbortSignal) => patiently(signal, () => me(signal)),
    }),
    readPhoto: (person, signal) => patiently(signal, () => directory.readPhoto(person, signal)),
    people: (query) => wholeList(directory, query.signal),
  }
}

/** A list that breaks off is asked for again from its beginning, and whoever was given already is left out. */
async function* wholeList(directory: Reads, signal: AbortSignal): AsyncIterable<Person> {
  const given = new Set<string>()
  let rest = directory.people({ signal })[Symbol.asyncIterator]()
  for (;;) {
    const next = await patiently(signal, async () => {
      try {
        return await rest.next()
      } catch (error) {
        rest = directory.people({ signal })[Symbol.asyncIterator]()
        throw error
      }
    })
    if (next.done) return
    if (given.has(next.value.id)) continue
    given.add(next.value.id)
    yield next.value
  }
}

function isPassing(error: unknown): boolean {
  const kind = (error as { kind?: unknown } | null | undefined)?.kind
  return error instanceof Error && (kind === 'unavailable' || kind === 'throttled')
}
