import { jpegMarker, jpegSegments } from './jpeg.ts'
import { pngChunks } from './png.ts'
import { cut } from './stamp-place.ts'

/** Chunks that say how a PNG is to be shown; every other one that may be left out says something else. */
const shown = new Set([
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'cICP',
  'sBIT',
  'bKGD',
  'pHYs',
  'hIST',
  'sPLT',
])

/**
 * The same picture, bit by bit, with nothing but the picture in its file: without EXIF, XMP, IPTC, thumbnails, comments, and
 * whatever follows after its end. The file itself where there is no such thing; `null` for formats that this cannot be done for.
 */
export function withoutMetadata(bytes: Uint8Array, mediaType: string): Uint8Array | null {
  if (mediaType === 'image/jpeg') return cut(bytes, [...jpegExtras(bytes)])
  return mediaType === 'image/png' ? cut(bytes, [...pngExtras(bytes)]) : null
}

/** All application segments but JFIF, the colour profile and Adobe's, which says how colours are written; and comments. */
function* jpegExtras(bytes: Uint8Array): Generator<{ start: number; end: number }> {
  for (const { marker, start, data, end } of jpegSegments(bytes)) {
    if (marker === jpegMarker.endOfImage && end < bytes.length) yield { start: end, end: bytes.length }
    const isApplication = marker >= 0xe0 && marker <= 0xef
    const isProfile = marker === 0xe2 && beginsWith(bytes, data, 'ICC_PROFILE\0')
    const isJfif = marker === 0xe0 && beginsWith(bytes, data, 'JFIF\0')
    if (marker === jpegMarker.comment || (isApplication && marker !== 0xee && !isProfile && !isJfif))
      yield { start, end }
  }
}

function* pngExtras(bytes: Uint8Array): Generator<{ start: number; end: number }> {
  for (const { type, start, end } of pngChunks(bytes)) {
    const isNeeded = /^[A-Z]/.test(type) || shown.has(type)
    if (!isNeeded) yield { start, end }
    if (type === 'IEND' && end < bytes.length) yield { start: end, end: bytes.length }
  }
}

function beginsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text
}
