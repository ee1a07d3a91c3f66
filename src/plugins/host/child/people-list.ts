import { setTimeout as pause } from 'node:timers/promises'
import type { Directory } from '@avatarctl/sdk'
import type { PeopleBatch } from '../directories/messages.ts'

/** Well within a message, also when every character takes three bytes. */
const mostCharacters = 2 ** 18
/** Who is there is not held back for long by who is not. */
const collectingMs = 10

/** A list of people, handed over a batch at a time: only as far as it is asked for. */
export function peopleList(directory: Directory) {
  const stop = new AbortController()
  let iterator: AsyncIterator<unknown> | undefined
  /** Asked for, and not handed over. */
  let next: Promise<IteratorResult<unknown>> | undefined

  return {
    async batch(): Promise<PeopleBatch> {
      iterator ??= directory.people({ signal: stop.signal })[Symbol.asyncIterator]()
      const people: unknown[] = []
      const timeUp = new AbortController()
      const later = pause(collectingMs, 'later' as const, { signal: timeUp.signal }).catch(
        () => 'later' as const,
      )
      try {
        for (let characters = 0; ;) {
          next ??= iterator.next()
          // What fails here fails the next batch: those before it are good.
          if (people.length > 0 && (await Promise.race([next.catch(() => 'later'), later])) === 'later') break
          const { done, value } = (await next) as { done?: boolean; value: unknown }
          if (done) return { people, isDone: true }
          const size = sizeOf(value)
          if (size > mostCharacters) throw tooLarge()
          if ((characters += size) > mostCharacters) break
          people.push(value)
          next = undefined
        }
        return { people, isDone: false }
      } finally {
        timeUp.abort()
      }
    },

    stop(reason: unknown): void {
      stop.abort(reason)
    },

    async leave(): Promise<void> {
      stop.abort(new DOMException('the rest of the list is no longer wanted', 'AbortError'))
      await next?.catch(() => undefined)
      await iterator?.return?.()
    },
  }
}

const sizeOf = (value: unknown) => (JSON.stringify(value) as string | undefined)?.length ?? 0

function tooLarge(): Error {
  const message = 'a person’s record is larger than fits into a message'
  return Object.assign(new Error(message), { kind: 'rejected', outcome: 'not-applied' })
}
