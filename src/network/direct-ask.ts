import type { Agents } from 'got'
import type { Reach } from './admitted-hosts.ts'
import { askingFailure, encodingFailure, sizeFailure } from './asking-failure.ts'
import type { Answer, Ask } from './question.ts'

/** How long is waited, in milliseconds. */
export interface Timing {
  /** Until a connection stands. */
  connectMs: number
  /** From the sent request to the first byte of its answer. */
  responseMs: number
  /** For one try, to the last byte of its answer. */
  wholeMs: number
}

/** What an answer may have, decoded, in bytes. */
const mostBytes = 10_000_000

/** What concerned the connection, and says nothing about the answer. */
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'trailer', 'transfer-encoding', 'upgrade']

/** Sends one request, once, and reads its answer to the end. The client is loaded with the first one: it takes long. */
export function directAsk(how: {
  agents: { [R in Reach]: NonNullable<Agents['http' | 'https']> }
  userAgent: string
  timing: Timing
}): Ask {
  const { agents, userAgent, timing } = how

  return async ({ method, url, headers, body, reach }, signal) => {
    const { got } = await import('got')
    signal.throwIfAborted()
    const agent = agents[reach]
    const stream = got.stream(url, {
      method,
      headers: { ...Object.fromEntries(headers), 'user-agent': userAgent },
      ...(body ? { body } : {}),
      agent: { http: agent, https: agent } as Agents,
      signal,
      followRedirect: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
      timeout: { response: timing.responseMs, request: timing.wholeMs },
    })
    const pieces: Uint8Array[] = []
    let size = 0
    try {
      for await (const piece of stream as AsyncIterable<Uint8Array>) {
        pieces.push(piece)
        size += piece.length
        if (size > mostBytes) throw sizeFailure(url, mostBytes)
      }
    } catch (error) {
      signal.throwIfAborted()
      throw askingFailure(error, url, timing)
    }
    const { statusCode: status, statusMessage: statusText = '' } = stream.response!
    const received = headersOf(stream.response!.headers)
    const encoding = received.get('content-encoding')
    if (encoding !== null && encoding !== 'identity' && size > 0) throw encodingFailure(url, encoding)
    return { status, statusText, headers: received, body: Buffer.concat(pieces) } satisfies Answer
  }
}

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value = []] of Object.entries(raw)) {
    if (name.startsWith(':') || hopByHop.includes(name)) continue
    for (const one of [value].flat()) headers.append(name, one)
  }
  return headers
}
