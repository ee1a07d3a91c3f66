import type { IncomingMessage } from 'node:http'

/** Past this even a client that does not listen is cut off. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024

/** The body of a request; `null` when it has more bytes than allowed, which are read and thrown away. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length <= maxBytes) parts.push(part)
    if (length > MAX_DRAINED_BYTES) request.destroy()
  }
  return length > maxBytes ? null : Buffer.concat(parts)
}
