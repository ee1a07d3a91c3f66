/** One message between the tool and a plugin host: a head that is JSON, and a body of bytes that may be empty. */
export interface Frame {
  head: Record<string, unknown>
  body: Uint8Array
}

/** How long the two parts of a message may be, in bytes. */
export interface FrameLimits {
  headBytes: number
  bodyBytes: number
}

/** More than any question, and than any picture that a directory takes. */
export const frameLimits: FrameLimits = { headBytes: 2 ** 20, bodyBytes: 10 * 2 ** 20 }

/** The same for directories: as much as is read of an answer to one that is not hosted. A photo is never cut off. */
export const directoryFrameLimits: FrameLimits = { headBytes: 2 ** 20, bodyBytes: 64 * 2 ** 20 }

/** Both lengths as 32 bits each, the highest byte first. */
const prefixBytes = 8

/** A message as it goes over the pipe: lengths, head, body. Throws a `RangeError` when it is larger than it may be. */
export function encodeFrame(
  head: Record<string, unknown>,
  body: Uint8Array = new Uint8Array(),
  limits: FrameLimits = frameLimits,
): Buffer {
  const text = Buffer.from(JSON.stringify(head))
  mustFit(text.length, body.byteLength, limits)
  const prefix = Buffer.alloc(prefixBytes)
  prefix.writeUInt32BE(text.length, 0)
  prefix.writeUInt32BE(body.byteLength, 4)
  return Buffer.concat([prefix, text, body])
}

/**
 * Reads messages from pieces of any size. The lengths that a message claims are held against the limits before memory
 * is set aside for it. The function throws when what comes is no message; nothing can be read after that.
 */
export function frameReader(
  onFrame: (frame: Frame) => void,
  limits: FrameLimits = frameLimits,
): (piece: Uint8Array) => void {
  const prefix = Buffer.alloc(prefixBytes)
  let content: Buffer | undefined
  let headBytes = 0
  let filled = 0
  return (piece) => {
    for (let at = 0; at < piece.length;) {
      const target = content ?? prefix
      const taken = Math.min(target.length - filled, piece.length - at)
      target.set(piece.subarray(at, at + taken), filled)
      at += taken
      filled += taken
      if (filled < target.length) return
      filled = 0
      if (content) {
        const whole = content
        content = undefined
        onFrame({ head: parseHead(whole.subarray(0, headBytes)), body: whole.subarray(headBytes) })
      } else {
        headBytes = prefix.readUInt32BE(0)
        const bodyBytes = prefix.readUInt32BE(4)
        mustFit(headBytes, bodyBytes, limits)
        content = Buffer.allocUnsafe(headBytes + bodyBytes)
      }
    }
  }
}

function mustFit(head: number, body: number, limits: FrameLimits): void {
  if (head < 2 || head > limits.headBytes || body > limits.bodyBytes)
    throw new RangeError(`a message of ${head} and ${body} bytes`)
}

function parseHead(text: Buffer): Record<string, unknown> {
  const head: unknown = JSON.parse(text.toString('utf8'))
  if (head === null || typeof head !== 'object' || Array.isArray(head))
    throw new SyntaxError('the head of a message is no object')
  return head as Record<string, unknown>
}
