import type { Writable } from 'node:stream'
import { overlap, redactedPiece } from '../redaction.ts'

/** How long the beginning of what may be a secret waits for the rest of it, in milliseconds. */
const patienceMs = 100

/**
 * From now on, whatever is written to `stream` goes out without secrets, also where one is written in pieces. Answers
 * with what gives out the rest, before the process ends.
 */
export function redactStream(stream: Pick<Writable, 'write'>): () => void {
  const write = stream.write.bind(stream) as (text: string, told?: () => void) => boolean
  let given = ''
  let held = ''
  let timer: NodeJS.Timeout | undefined

  function put(piece: string, goesOn: boolean, told?: () => void): boolean {
    clearTimeout(timer)
    const text = given + held + piece
    const rest = redactedPiece(text, { from: given.length, goesOn })
    held = rest.held
    given = text.slice(0, text.length - held.length).slice(-overlap)
    if (held !== '') timer = setTimeout(flush, patienceMs).unref()
    return write(rest.safe, told)
  }

  function flush(): void {
    if (held !== '') put('', false)
  }

  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    callback?: (error?: Error | null) => void,
  ): boolean => {
    const told = typeof encoding === 'function' ? encoding : callback
    // Bytes are text here, and other encodings are nobody's.
    return put(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'), true, told)
  }
  return flush
}
