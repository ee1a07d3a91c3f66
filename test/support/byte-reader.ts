import type { Socket } from 'node:net'

/** No message that passes here is longer. */
const mostBytes = 16 * 2 ** 20

/** Takes what arrives on a connection piece by piece; `undefined` once it has ended before there was enough. */
export function byteReader(socket: Socket) {
  const arriving = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  let waiting = Buffer.alloc(0)

  async function isMore(): Promise<boolean> {
    // A connection that was reset has ended as well.
    const next = await arriving.next().catch(() => ({ done: true, value: undefined }) as const)
    if (next.done) return false
    waiting = Buffer.concat([waiting, next.value])
    if (waiting.length > mostBytes) throw new RangeError(`more than ${mostBytes} bytes are on their way`)
    return true
  }

  function taken(bytes: number): Buffer {
    const first = waiting.subarray(0, bytes)
    waiting = waiting.subarray(bytes)
    return first
  }

  return {
    /** So many bytes. */
    async take(bytes: number): Promise<Buffer | undefined> {
      while (waiting.length < bytes) if (!(await isMore())) return undefined
      return taken(bytes)
    },
    /** Everything up to the empty line that ends a head, with it. */
    async head(): Promise<Buffer | undefined> {
      let end: number
      while ((end = waiting.indexOf('\r\n\r\n')) === -1) if (!(await isMore())) return undefined
      return taken(end + 4)
    },
  }
}
