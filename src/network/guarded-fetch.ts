import { setMaxListeners } from 'node:events'
import { admission, type Asker } from './admitted-hosts.ts'
import { cachedAsk } from './cached-ask.ts'
import { systemClock, type Clock } from './clock.ts'
import { directAsk, type Timing } from './direct-ask.ts'
import { guardedAgents, type AgentWishes } from './guarded-agents.ts'
import { patientAsk } from './patient-ask.ts'
import { politeAsk } from './polite-ask.ts'
import type { Answer, Ask } from './question.ts'
import { readQuestion } from './read-question.ts'
import { askFollowing } from './redirects.ts'
import { openResponseCache } from './response-cache.ts'

export interface GuardedNetworkOptions extends Partial<Timing>, Omit<AgentWishes, 'connectMs'> {
  /** Where answers are kept, in bytes on disk at most `mostCachedBytes` (default 200 MB). */
  cacheFolder: string
  mostCachedBytes?: number
  /** Whether anything is added to that folder; a dry run only looks into it. */
  writesCache: boolean
  userAgent: string
  clock?: Clock
}

/** The one way in which generators ask others. */
export interface GuardedNetwork {
  /**
   * The `fetch` of one contribution. It throws `AppError` whose message is one sentence for the user, the reason of an
   * aborted signal, and `TypeError` for what is no request; a status is no failure.
   */
  fetchFor(asker: Asker): typeof globalThis.fetch
  /** Ends what is under way, and lets go of connections. */
  close(): Promise<void>
}

/** Pace, cache and connections are shared by everybody who asks; whom each may ask is not. */
export function makeGuardedNetwork(options: GuardedNetworkOptions): GuardedNetwork {
  const { cacheFolder, mostCachedBytes, writesCache, userAgent, clock = systemClock } = options
  const { connectMs = 10_000, responseMs = 15_000, wholeMs = 30_000 } = options
  const agents = guardedAgents({ ...options, connectMs })
  const cache = openResponseCache({
    folder: cacheFolder,
    writes: writesCache,
    ...(mostCachedBytes === undefined ? {} : { mostBytes: mostCachedBytes }),
  })
  const direct = directAsk({ agents, userAgent, timing: { connectMs, responseMs, wholeMs } })
  const uncached = patientAsk(politeAsk(direct, clock), clock)
  const cached = cachedAsk(uncached, cache, clock)
  const end = new AbortController()

  return {
    fetchFor(asker) {
      const admit = admission(asker)
      const spacingMs = asker.requestsPerSecond === undefined ? 0 : 1000 / asker.requestsPerSecond
      // A server of the user's own is as fast as the user wants it.
      const spaced =
        (ask: Ask): Ask =>
        (question, signal) =>
          ask(question.reach === 'public' ? { ...question, spacingMs } : question, signal)
      return async (input, init) => {
        const { question, redirect, bypassesCache } = await readQuestion(input, init)
        const own = init?.signal ?? (input instanceof Request ? input.signal : undefined)
        return underSignals([end.signal, own], async (signal) => {
          const ask = spaced(bypassesCache ? uncached : cached)
          return toResponse(await askFollowing(ask, admit, { question, redirect, signal }))
        })
      }
    },

    async close() {
      end.abort(new Error('the network was closed'))
      agents.destroy()
      await cache.tidy()
    },
  }
}

/** Not AbortSignal.any: what it ties to the signal of a run stays there for the length of the run. */
async function underSignals<Result>(
  signals: readonly (AbortSignal | null | undefined)[],
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController()
  const given = signals.filter((signal) => signal != null)
  const abort = () => own.abort(given.find((signal) => signal.aborted)?.reason)
  for (const signal of given) {
    signal.throwIfAborted()
    setMaxListeners(0, signal)
    signal.addEventListener('abort', abort, { once: true })
  }
  try {
    return await work(own.signal)
  } finally {
    for (const signal of given) signal.removeEventListener('abort', abort)
  }
}

function toResponse(found: { answer: Answer; url: URL; redirected: boolean }): Response {
  const { status, statusText, headers, body } = found.answer
  if (status < 200 || status > 599) {
    throw new TypeError(`${found.url.host} answered with the status ${status}, which HTTP does not know`)
  }
  const hasNone = [204, 205, 304].includes(status)
  const response = new Response(hasNone ? null : new Uint8Array(body), { status, statusText, headers })
  return Object.defineProperties(response, {
    url: { value: found.url.href },
    redirected: { value: found.redirected },
  })
}
