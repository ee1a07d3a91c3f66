import { setMaxListeners } from 'node:events'
import { neverShow } from '../redaction.ts'
import { connectionFailure, failure } from './failure.ts'
import { safeOrigins } from './origins.ts'
import { readWhole } from './whole-response.ts'

const redirects = new Set([301, 302, 303, 307, 308])
const mostRedirects = 3

export interface DirectoryFetchOptions {
  /** The only ones that are asked, e.g. `https://platform.ringcentral.com`; http only on this machine (any port: `*`). */
  origins: readonly string[]
  userAgent: string
  /** Told what the time is where an answer comes from, in milliseconds since 1970. */
  onTime?: (theirs: number) => void
  /** For a whole request, until the last byte of its answer. Default 60 s. */
  timeoutMs?: number
  /** Ends every request. */
  signal: AbortSignal
}

/**
 * The `fetch` of a directory. It asks the given origins and no other, and answers are complete when it gives them.
 *
 * A GET or HEAD follows up to three redirects within its origin; any other redirect among the origins is given back as
 * it is, because what goes along to another origin, and whether a write is repeated, is not for a server to say.
 *
 * Throws the reason of an aborted signal, and else a `DirectoryError`: `outcome` is `not-applied` where nothing can have
 * been sent, and `unknown` where the answer was lost. A status is no failure.
 */
export function directoryFetch(options: DirectoryFetchOptions): typeof fetch {
  const { userAgent, onTime, timeoutMs = 60_000, signal: run } = options
  const isAllowed = safeOrigins(options.origins)

  return async (input, init = {}) => {
    const asked = input instanceof Request ? input : undefined
    const method = (init.method ?? asked?.method ?? 'GET').toUpperCase()
    const headers = new Headers(init.headers ?? asked?.headers)
    headers.set('user-agent', userAgent)
    // Tokens come and go; whoever sends one does not want to see it again.
    neverShow(headers.get('authorization')?.split(' ').at(-1) ?? '')
    // Some clients name a type for a body that they do not send.
    if ((init.body ?? asked?.body ?? null) === null) headers.delete('content-type')
    const url = new URL(input instanceof Request ? input.url : input)
    admit(url)

    const signals = [run, init.signal ?? asked?.signal].filter((signal) => signal != null)
    return withinTime(signals, url, async (signal) => {
      const pinned = { headers, signal, redirect: 'manual' } as const
      let [at, response] = [url, await fetch(input, { ...init, ...pinned })]
      for (let followed = 0; ; followed += 1) {
        const theirs = Date.parse(response.headers.get('date') ?? '')
        if (!Number.isNaN(theirs)) onTime?.(theirs)
        const target = targetOf(response, at, method)
        if (!target) return await readWhole(response, at)
        await response.body?.cancel()
        if (followed === mostRedirects) {
          throw failure('rejected', `${at.origin} redirects again and again`, { outcome: 'not-applied' })
        }
        at = target
        response = await fetch(at, { method, ...pinned })
      }
    })
  }

  function admit(url: URL): void {
    if (isAllowed(url.origin) && url.username === '' && url.password === '') return
    throw failure('rejected', `${url.origin} is none of this directory's addresses, so it was not asked`, {
      outcome: 'not-applied',
    })
  }

  /** Where to go on; undefined where this is the answer. */
  function targetOf(response: Response, at: URL, method: string): URL | undefined {
    const location = redirects.has(response.status) ? response.headers.get('location') : null
    if (location === null || !URL.canParse(location, at.href)) return undefined
    const target = new URL(location, at)
    if (!isAllowed(target.origin)) {
      throw failure(
        'rejected',
        `${at.origin} redirects to ${target.origin}, which is none of this directory's addresses`,
        {
          outcome:
            method === 'GET' || method === 'HEAD' || response.status >= 307 ? 'not-applied' : 'unknown',
        },
      )
    }
    return target.origin === at.origin && (method === 'GET' || method === 'HEAD') ? target : undefined
  }

  async function withinTime(
    signals: readonly AbortSignal[],
    { origin }: URL,
    work: (signal: AbortSignal) => Promise<Response>,
  ): Promise<Response> {
    for (const signal of signals) signal.throwIfAborted()
    const own = new AbortController()
    const abort = () => own.abort()
    // Not AbortSignal.any: what it ties to the signal of a run stays there for the length of the run.
    for (const signal of signals) {
      setMaxListeners(0, signal)
      signal.addEventListener('abort', abort, { once: true })
    }
    const timer = setTimeout(abort, timeoutMs)
    try {
      return await work(own.signal)
    } catch (error) {
      for (const signal of signals) signal.throwIfAborted()
      if (own.signal.aborted) {
        throw failure(
          'unavailable',
          `${origin} gave no complete answer within ${timeoutMs / 1_000} seconds`,
          {
            outcome: 'unknown',
            code: 'ETIMEDOUT',
            cause: error,
          },
        )
      }
      throw connectionFailure(error, origin) ?? error
    } finally {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', abort)
    }
  }
}
