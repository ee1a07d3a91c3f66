import type { PluginFetch } from '@avatarctl/sdk'
import { frameLimits } from './frames.ts'
import type { HostProcess } from './host-process.ts'
import type { PluginRequest } from './messages.ts'
import { tellError } from './told-error.ts'

/** A plugin that begins more requests than this is not listened to until one of them is done. */
const atATime = 16

/** For whom a request is made: the question's own `fetch`, and when its answer is no longer wanted. */
export interface FetchFor {
  fetch: PluginFetch
  signal: AbortSignal
}

/** Carries out what a plugin fetches, with the `fetch` that its question came with. */
export function fetchService(
  host: Pick<HostProcess, 'send' | 'sent' | 'listen'>,
  { bodyBytes } = frameLimits,
) {
  const running = new Map<number, AbortController>()

  async function answer(
    message: PluginRequest & { type: 'fetch' },
    body: Uint8Array,
    fetch: PluginFetch,
    signal: AbortSignal,
  ): Promise<void> {
    const { fetch: number, url, method, headers, redirect } = message
    try {
      const response = await fetch(url, {
        ...{ method, headers, redirect, signal },
        ...(body.length > 0 ? { body: Buffer.from(body) } : {}),
      })
      const whole = await readWithin(response, bodyBytes)
      const { status, statusText } = response
      host.send(
        {
          ...{ type: 'response', fetch: number, status, statusText },
          ...{ url: response.url, headers: [...response.headers] },
        },
        whole,
      )
    } catch (error) {
      host.send({ type: 'no-response', fetch: number, error: tellError(error) })
    }
    await host.sent()
  }

  return {
    /** Throws when the number is in use: that is no message of ours. */
    begin(message: PluginRequest & { type: 'fetch' }, body: Uint8Array, asker: FetchFor | undefined): void {
      const { fetch: number } = message
      if (running.has(number)) throw new TypeError('a request that was begun already')
      if (!asker) {
        const error = { name: 'Error', message: 'the question that this is asked for is over' }
        return host.send({ type: 'no-response', fetch: number, error })
      }
      const own = new AbortController()
      const abort = () => own.abort(asker.signal.reason)
      asker.signal.addEventListener('abort', abort)
      running.set(number, own)
      if (running.size >= atATime) host.listen(false)
      void answer(message, body, asker.fetch, own.signal).finally(() => {
        asker.signal.removeEventListener('abort', abort)
        running.delete(number)
        host.listen(true)
      })
    },

    abort(number: number): void {
      running.get(number)?.abort()
    },

    abortAll(): void {
      for (const one of running.values()) one.abort()
    },
  }
}

/** The whole body. Throws when it is larger than `most` bytes, without reading the rest. */
async function readWithin(response: Response, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > most) throw new Error(`the answer has more than ${most / 2 ** 20} MB`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
