import type { PluginFetch } from '@avatarctl/sdk'
import { frameLimits } from '../frames.ts'
import type { FromHost, ToHost } from '../messages.ts'
import { untold } from '../told-error.ts'
import type { Say } from './speech.ts'

/** Statuses whose responses have no body; a `Response` may not even be given an empty one. */
const bodiless = new Set([204, 205, 304])

type Answer = ToHost & { type: 'response' | 'no-response' }

interface Waiting {
  resolve(response: Response): void
  reject(error: unknown): void
}

/** `fetch` for plugins: the tool carries it out, where guard, cache and pace are. */
export function guardedFetch(say: Say) {
  const waiting = new Map<number, Waiting>()
  let last = 0

  async function request(
    id: number,
    input: Request,
    signal: AbortSignal | undefined,
    mostBytes: number,
  ): Promise<Response> {
    const { url, method, headers, redirect } = input
    const body = new Uint8Array(await input.arrayBuffer())
    if (body.length > mostBytes) throw new TypeError(`the request has more than ${mostBytes / 2 ** 20} MB`)
    signal?.throwIfAborted()
    const fetch = ++last
    const message: FromHost = { type: 'fetch', id, fetch, url, method, headers: [...headers], redirect }
    return new Promise((resolve, reject) => {
      const abort = () => {
        waiting.delete(fetch)
        say({ type: 'abort', fetch })
        reject(signal?.reason as Error)
      }
      const leaving =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          waiting.delete(fetch)
          signal?.removeEventListener('abort', abort)
          then(value)
        }
      waiting.set(fetch, { resolve: leaving(resolve), reject: leaving(reject) })
      signal?.addEventListener('abort', abort)
      say(message, body)
    })
  }

  return {
    /** The `fetch` of one question. */
    forQuestion:
      (id: number, { bodyBytes } = frameLimits): PluginFetch =>
      (input, init) => {
        // Its own signal and not that of the request, which forgets it once nobody holds the request any more.
        const given = init?.signal ?? (input instanceof Request ? input.signal : undefined)
        return request(id, new Request(input, init), given, bodyBytes)
      },

    onAnswer(message: Answer, body: Uint8Array): void {
      const asked = waiting.get(message.fetch)
      if (!asked) return
      if (message.type === 'no-response') return asked.reject(untold(message.error, TypeError))
      const { status, statusText, url, headers } = message
      try {
        const content = bodiless.has(status) ? null : Buffer.from(body)
        const response = new Response(content, { status, statusText, headers })
        asked.resolve(Object.defineProperty(response, 'url', { value: url }))
      } catch (error) {
        asked.reject(error)
      }
    },
  }
}
