import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { cut, findStamps, insertStamp } from './stamp-place.ts'
import { sniffMediaType } from './sniff-media-type.ts'

/** The mark that every picture of ours carries: what it was made by and from. Nothing in it names the person. */
export interface Stamp {
  tool: 'avatarctl'
  generator: string
  /** The generator's revision. */
  revision: number
  /** Hash of the inputs, in hex. */
  fingerprint: string
  /** Who has to be named for the artwork, where anybody has. */
  credit?: string
  /** SHA-256 in hex of the file without its stamp. */
  image: string
}

/** The most bytes that stamping adds to a file, but for the credit. */
export const stampRoom = 512

/** A longer credit is cut: a manifest has at most so much. */
const longestCredit = 500

const longest = stampRoom + 6 * longestCredit

/** The most bytes that stamping with these facts adds to a file. */
export function stampRoomFor({ credit = '' }: Pick<Stamp, 'credit'>): number {
  // Each letter may take six: \u00e9.
  return stampRoom + 6 * Math.min(longestCredit, credit.length)
}

/**
 * The picture with its mark, in a PNG text chunk or a JPEG comment; an earlier mark is replaced. Other types have no
 * place for it and are returned unchanged. Throws a `RangeError` when the mark would be longer than `stampRoomFor` says.
 */
export function stampPhoto(
  bytes: Uint8Array,
  mediaType: string,
  facts: Omit<Stamp, 'tool' | 'image'>,
): Uint8Array {
  if (mediaType !== 'image/png' && mediaType !== 'image/jpeg') return bytes
  const plain = cut(bytes, findStamps(bytes, mediaType))
  const { generator, revision, fingerprint, credit } = facts
  const named = credit === undefined ? {} : { credit: credit.slice(0, longestCredit) }
  const text = write({ tool: 'avatarctl', generator, revision, fingerprint, ...named, image: hash(plain) })
  const stamped = insertStamp(plain, mediaType, Buffer.from(text, 'latin1'))
  if (stamped.byteLength - plain.byteLength > stampRoomFor(facts))
    throw new RangeError(`no room for a stamp of ${generator}`)
  return stamped
}

/**
 * The picture's mark, or `null` when it has none or one that does not hold: the picture or the mark was changed, or
 * there are several. Takes any bytes, and never throws.
 */
export function readStamp(bytes: Uint8Array): Stamp | null {
  const mediaType = sniffMediaType(bytes)
  if (mediaType !== 'image/png' && mediaType !== 'image/jpeg') return null
  const [found, ...more] = findStamps(bytes, mediaType)
  if (found === undefined || more.length > 0 || found.end - found.start > longest || !found.intact)
    return null
  const stamp = parse(Buffer.from(found.text).toString('latin1'))
  return stamp !== null && stamp.image === hash(cut(bytes, [found])) ? stamp : null
}

/** SHA-256 in hex of the picture without any mark of ours: equal for a picture before and after stamping. */
export function unstampedHash(bytes: Uint8Array): string {
  const mediaType = sniffMediaType(bytes)
  return hash(
    mediaType === 'image/png' || mediaType === 'image/jpeg'
      ? cut(bytes, findStamps(bytes, mediaType))
      : bytes,
  )
}

/** JSON in ASCII after its own check sum: a JPEG comment has none, and a changed mark must not pass for another. */
function write(stamp: Stamp): string {
  const json = JSON.stringify(stamp).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}`
}

function parse(text: string): Stamp | null {
  try {
    const { tool, generator, revision, fingerprint, credit, image } = JSON.parse(text.slice(9)) as Record<
      string,
      unknown
    >
    if (tool !== 'avatarctl' || typeof generator !== 'string' || typeof revision !== 'number') return null
    if (!isHex(fingerprint) || !isHex(image)) return null
    if (credit !== undefined && typeof credit !== 'string') return null
    const named = credit === undefined ? {} : { credit }
    const stamp: Stamp = { tool, generator, revision, fingerprint, ...named, image }
    return write(stamp) === text ? stamp : null
  } catch {
    return null
  }
}

function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]+$/.test(value)
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
