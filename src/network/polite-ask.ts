import { AppError } from '../errors.ts'
import type { Clock } from './clock.ts'
import { makeQueue } from './queue.ts'
import type { Ask } from './question.ts'
import { readRetryAfter } from './rate-headers.ts'

/** So many requests to one host at the same time; the rest waits. */
const atOnce = 4
/** A host that asks for a longer pause is not waited for, in milliseconds. */
const longestPauseMs = 60_000
/** The pause after a 429 that names none. */
const unsaidMs = 5_000

/**
 * Asks few at a time of each host, and one after the other where that is wished for. When it says 429 or 503 and how long to stay away, everybody stays away so long, or
 * fails at once where that is longer than a minute: nothing is sent that it has said it will refuse.
 */
export function politeAsk(ask: Ask, clock: Clock): Ask {
  const hosts = new Map<string, ReturnType<typeof makeHost>>()

  function makeHost(name: string) {
    const queue = makeQueue<undefined>()
    let underWay = 0
    let until = -Infinity
    /** When whoever comes next may ask, where questions are spaced. */
    let next = -Infinity
    return {
      async enter(signal: AbortSignal): Promise<void> {
        if (underWay >= atOnce) await queue.join(0, signal)
        else underWay += 1
      },
      leave(): void {
        // Whoever is next takes over the place of who leaves.
        if (queue.length() > 0) queue.next(undefined)
        else underWay -= 1
      },
      stop(ms: number): void {
        until = Math.max(until, clock.now() + ms)
      },
      async waitUntilWelcome(spacingMs: number, signal: AbortSignal): Promise<void> {
        const turn = Math.max(next, clock.now())
        if (spacingMs > 0) next = turn + spacingMs
        for (;;) {
          const now = clock.now()
          if (until - now > longestPauseMs) throw awayFor(name, until - now)
          const ms = Math.max(until, spacingMs > 0 ? turn : now) - now
          if (ms <= 0) return
          await clock.sleep(ms, signal)
        }
      },
    }
  }

  return async (question, signal) => {
    const { host: name } = question.url
    const host = hosts.get(name) ?? makeHost(name)
    hosts.set(name, host)
    await host.enter(signal)
    try {
      await host.waitUntilWelcome(question.spacingMs ?? 0, signal)
      const answer = await ask(question, signal)
      if (answer.status === 429 || answer.status === 503) {
        const asked = readRetryAfter(answer.headers, clock.now())
        host.stop(asked ?? (answer.status === 429 ? unsaidMs : 0))
      }
      return answer
    } finally {
      host.leave()
    }
  }
}

function awayFor(host: string, ms: number): AppError {
  return new AppError(
    'unreachable',
    `${host} refuses requests for another ${Math.ceil(ms / 60_000)} min, so it was not asked; run the same again after that`,
  )
}
