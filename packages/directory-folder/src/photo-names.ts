import { createHash } from 'node:crypto'

/** Endings of photos; of several photos of one person the first in this order is used. */
export const ENDINGS = ['png', 'jpg', 'jpeg', 'gif'] as const

/** Media type to the ending that a new file gets, and the other endings it may have. */
const ENDINGS_OF: Record<string, readonly string[]> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
}

/** Files in `photos/` that are ours alone, and no photos. */
export const OWN_PREFIX = '.avatarctl-'

const MAX_STEM_BYTES = 200 - '.jpeg'.length
const KEPT_BYTES = 120

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=$|[. ])/i
const REFUSED = /[\p{Cc}\p{Surrogate}/\\:*?"<>|%]/gu
const ENDS_BADLY = /^\.|[. ]$/g

/**
 * The file name, without its ending, that a person's photo gets: the id, percent-encoded where a file system would not
 * take it. Different ids give different names, also where case is kept but names are normalised.
 */
export function stemOf(id: string): string {
  const refused = id.normalize('NFC') === id ? REFUSED : new RegExp(`${REFUSED.source}|[^\\x00-\\x7f]`, 'gu')
  const stem = id.replace(refused, encoded).replace(ENDS_BADLY, encoded)
  const safe = RESERVED.test(id) ? encoded(stem.charAt(0)) + stem.slice(1) : stem
  return Buffer.byteLength(safe) <= MAX_STEM_BYTES ? safe : shortened(safe, id)
}

/** All stems under which a person's photo is found, the one we write first. No two people share one. */
export function acceptedStems(id: string, platform: NodeJS.Platform = process.platform): string[] {
  const stems = [stemOf(id)]
  if (isPlainName(id, platform)) stems.push(id)
  if (isWellFormed(id)) {
    const component = encodeURIComponent(id)
    if (isNameOn(platform, component)) stems.push(component)
  }
  return [...new Set(stems)]
}

/** `Ann.JPG` as stem and ending in lower case; `undefined` for what is no photo by its name. */
export function parsePhotoName(name: string): { stem: string; ending: string } | undefined {
  const dot = name.lastIndexOf('.')
  const ending = name.slice(dot + 1).toLowerCase()
  if (dot < 1 || name.startsWith(OWN_PREFIX) || !isEnding(ending)) return undefined
  return { stem: name.slice(0, dot), ending }
}

/** Whether a photo under this name is found for the person. */
export function isNameOf(id: string, name: string): boolean {
  const parsed = parsePhotoName(name)
  return parsed !== undefined && acceptedStems(id).includes(parsed.stem)
}

/** Whether this name has an ending for the media type. */
export function suits(name: string, mediaType: string): boolean {
  return ENDINGS_OF[mediaType]?.includes(parsePhotoName(name)?.ending ?? '') ?? false
}

/** The name that a new photo gets; `undefined` for a media type that photos do not have. */
export function newName(id: string, mediaType: string): string | undefined {
  const ending = ENDINGS_OF[mediaType]?.[0]
  return ending && `${stemOf(id)}.${ending}`
}

/** Orders the names of one person's photos: by ending, then by stem, then lower case before others. */
export function byPreference(id: string): (one: string, other: string) => number {
  const stems = acceptedStems(id)
  const rank = (name: string) => {
    const { stem, ending } = parsePhotoName(name)!
    return [
      ENDINGS.indexOf(ending as (typeof ENDINGS)[number]),
      stems.indexOf(stem),
      name.endsWith(ending) ? 0 : 1,
    ]
  }
  return (one, other) => {
    const [ranks, others] = [rank(one), rank(other)]
    const different = ranks.findIndex((value, index) => value !== others[index])
    if (different >= 0) return ranks[different]! - others[different]!
    return one < other ? -1 : one > other ? 1 : 0
  }
}

/** What the temporary files of a person begin with. */
export function temporaryPrefix(id: string): string {
  return `${OWN_PREFIX}${digest(id).slice(0, 16)}-`
}

/** Percent-encoding in upper case; a lone surrogate as if it were a character, which no other id gives. */
function encoded(character: string): string {
  const code = character.codePointAt(0)!
  const bytes = isWellFormed(character)
    ? [...Buffer.from(character)]
    : [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** `%~` is in no name that was encoded or left as it is, so a shortened one is never another's. */
function shortened(stem: string, id: string): string {
  let kept = ''
  for (const part of stem.match(/(?:%[0-9A-F]{2})+|./gsu) ?? []) {
    if (Buffer.byteLength(kept + part) > KEPT_BYTES) break
    kept += part
  }
  return `${kept}%~${digest(id).slice(0, 40)}`
}

/** Over UTF-16, in which lone surrogates differ. */
function digest(id: string): string {
  return createHash('sha256').update(Buffer.from(id, 'utf16le')).digest('hex')
}

/**
 * Whether the id itself can be looked for as a name: it stays within the folder and is not some other id encoded. macOS
 * takes both normalisations of a name for the same, so there only the encoded name tells such people apart.
 */
function isPlainName(id: string, platform: NodeJS.Platform): boolean {
  if (id === '' || id.startsWith(OWN_PREFIX) || /[%/\0]/.test(id) || !isWellFormed(id)) return false
  if (platform === 'darwin' && id.normalize('NFC') !== id) return false
  return isNameOn(platform, id)
}

/** On Windows a name may be a device, another stream of a file, or a path. */
function isNameOn(platform: NodeJS.Platform, stem: string): boolean {
  if (stem === '.' || stem === '..') return false
  if (platform !== 'win32') return true
  return !/[\p{Cc}/\\:*?"<>|]/u.test(stem) && stem.search(ENDS_BADLY) < 0 && !RESERVED.test(stem)
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}

function isEnding(ending: string): boolean {
  return (ENDINGS as readonly string[]).includes(ending)
}
