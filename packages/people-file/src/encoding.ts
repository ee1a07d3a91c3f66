import { isUtf8 } from 'node:buffer'
import { unusable } from './unusable.ts'

const CARRIAGE_RETURN = 13
const LINE_FEED = 10
const SNIFFED_BYTES = 256

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/**
 * Text of a stream of bytes in UTF-8 or UTF-16, without its byte order mark. Strict: a byte that is neither is an
 * `unusable` error with file and line, because a guessed code page would misspell people for ever.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  let encoding: Encoding | undefined
  let pending: Buffer = Buffer.alloc(0)
  let breaks = 0
  for await (const chunk of bytes) {
    pending = pending.length === 0 ? asBuffer(chunk) : Buffer.concat([pending, chunk])
    if (encoding === undefined) {
      if (pending.length < SNIFFED_BYTES) continue
      ;({ encoding, rest: pending } = recognise(pending, name))
    }
    const whole = pending.length - incompleteTail(pending, encoding)
    const text = strict(pending.subarray(0, whole), encoding, name, breaks)
    breaks += lineBreaks(pending.subarray(0, whole))
    pending = pending.subarray(whole)
    if (text !== '') yield text
  }
  if (encoding === undefined) ({ encoding, rest: pending } = recognise(pending, name))
  const text = strict(pending, encoding, name, breaks)
  if (text !== '') yield text
}

function recognise(start: Buffer, name: string): { encoding: Encoding; rest: Buffer } {
  const begins = (...mark: number[]) => mark.every((byte, index) => start[index] === byte)
  if (begins(0x50, 0x4b, 3, 4) || begins(0xd0, 0xcf, 0x11, 0xe0)) {
    throw unusable(
      `${name} is a spreadsheet or an archive, not CSV or JSON.`,
      'Open it in the spreadsheet program and save it as “CSV UTF-8”.',
    )
  }
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) throw wrongEncoding(name, 1)
  if (begins(0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', rest: start.subarray(3) }
  if (begins(0xff, 0xfe)) return { encoding: 'utf-16le', rest: start.subarray(2) }
  if (begins(0xfe, 0xff)) return { encoding: 'utf-16be', rest: start.subarray(2) }
  return { encoding: byNulPattern(start.subarray(0, SNIFFED_BYTES)), rest: start }
}

/** Headers and JSON are mostly ASCII, whose UTF-16 has a NUL in every second place and never in the others. */
function byNulPattern(start: Buffer): Encoding {
  const nuls = [0, 0]
  start.forEach((byte, index) => {
    if (byte === 0) nuls[index % 2]! += 1
  })
  const [even, odd] = nuls as [number, number]
  const many = Math.max(2, start.length / 8)
  if (even === 0 && odd >= many) return 'utf-16le'
  if (odd === 0 && even >= many) return 'utf-16be'
  return 'utf-8'
}

/** How many bytes at the end belong to a character whose other bytes come with the next chunk. */
function incompleteTail(bytes: Buffer, encoding: Encoding): number {
  const length = bytes.length
  if (encoding !== 'utf-8') {
    const odd = length % 2
    const high = bytes[encoding === 'utf-16le' ? length - odd - 1 : length - odd - 2]
    return high !== undefined && (high & 0xfc) === 0xd8 ? odd + 2 : odd
  }
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? back : 0
  }
  return 0
}

function strict(bytes: Buffer, encoding: Encoding, name: string, breaks: number): string {
  if (encoding === 'utf-8') {
    if (isUtf8(bytes)) return bytes.toString('utf8')
    const wrong = firstDifference(bytes, Buffer.from(bytes.toString('utf8'), 'utf8'))
    throw wrongEncoding(name, breaks + lineBreaks(bytes.subarray(0, wrong)) + 1)
  }
  if (bytes.length % 2 === 1) throw wrongEncoding(name, breaks + lineBreaks(bytes) + 1)
  const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
  const lone = text.search(/\p{Surrogate}/u)
  if (lone < 0) return text
  throw wrongEncoding(name, breaks + lineBreaks(bytes.subarray(0, lone * 2)) + 1)
}

function firstDifference(bytes: Buffer, others: Buffer): number {
  const index = bytes.findIndex((byte, at) => byte !== others[at])
  return index < 0 ? bytes.length : index
}

/** Only for messages: in UTF-16 a byte of another character may be taken for a line break, which is rare. */
function lineBreaks(bytes: Buffer): number {
  let count = 0
  let previous = 0
  for (const byte of bytes) {
    if (byte === 0) continue
    if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && previous !== CARRIAGE_RETURN)) count++
    previous = byte
  }
  return count
}

function wrongEncoding(name: string, line: number) {
  return unusable(
    `${name}, line ${line}: this is not UTF-8 or UTF-16 text.`,
    'Save the file again as UTF-8; in Excel: Save As, “CSV UTF-8 (Comma delimited)”.',
  )
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
