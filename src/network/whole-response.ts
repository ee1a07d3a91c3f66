import { failure } from './failure.ts'

/** More than any list or photo has. */
const mostBytes = 64 * 2 ** 20
/** What is read of an answer that says that something went wrong. */
const mostErrorBytes = 2 ** 20

/**
 * The same response with its body read to the end, so that a connection that breaks or hangs is noticed here, and it
 * can be cloned or left unread without holding anything. The rest of an endless error page is left where it is.
 */
export async function readWhole(response: Response, url: URL): Promise<Response> {
  const most = response.ok ? mostBytes : mostErrorBytes
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece)
    size += piece.length
    if (size <= most) continue
    if (!response.ok) break
    throw failure('rejected', `${url.origin} answered with more than ${mostBytes / 2 ** 20} MiB`, {
      outcome: 'unknown',
    })
  }
  const { status, statusText, headers } = response
  const body = size > 0 ? new Blob(pieces) : null
  const whole = new Response(body && (await body.arrayBuffer()), { status, statusText, headers })
  return Object.defineProperty(whole, 'url', { value: url.href })
}
