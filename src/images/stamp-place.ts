import { jpegMarker, jpegSegments } from './jpeg.ts'
import { makePngChunk, pngChunkData, pngChunkIsIntact, pngChunks, pngSignature } from './png.ts'

/** The files that have a place for a mark. */
export type StampedMediaType = 'image/png' | 'image/jpeg'

/** Where a mark stands in a file. */
export interface StampPlace {
  start: number
  end: number
  /** What follows the keyword. */
  text: Uint8Array
  /** Whether the check sum of the file format holds, where it has one. */
  intact: boolean
}

/** Keyword of the PNG text chunk, and first bytes of the JPEG comment. */
const keyword = Buffer.from('avatarctl\0', 'latin1')

/** Every mark with our keyword, valid or not, in order. Takes any bytes. */
export function findStamps(bytes: Uint8Array, mediaType: StampedMediaType): StampPlace[] {
  const places: StampPlace[] = []
  if (mediaType === 'image/png') {
    for (const chunk of pngChunks(bytes)) {
      const data = pngChunkData(bytes, chunk)
      if (chunk.type !== 'tEXt' || !isOurs(data)) continue
      const { start, end } = chunk
      places.push({ start, end, text: data.subarray(keyword.length), intact: pngChunkIsIntact(bytes, chunk) })
    }
  } else {
    for (const { marker, start, data, end } of jpegSegments(bytes)) {
      if (marker === jpegMarker.startOfScan) break
      if (marker !== jpegMarker.comment || !isOurs(bytes.subarray(data, end))) continue
      places.push({ start, end, text: bytes.subarray(data + keyword.length, end), intact: true })
    }
  }
  return places
}

/** The file with a mark: after a PNG's header, or after the application segments that open a JPEG. */
export function insertStamp(bytes: Uint8Array, mediaType: StampedMediaType, text: Uint8Array): Uint8Array {
  const content = Buffer.concat([keyword, text])
  if (mediaType === 'image/png') {
    const [header] = pngChunks(bytes)
    return insert(bytes, header?.end ?? pngSignature, makePngChunk('tEXt', content))
  }
  const head = Buffer.from([0xff, jpegMarker.comment, (content.length + 2) >> 8, (content.length + 2) & 0xff])
  return insert(bytes, endOfApplicationSegments(bytes), Buffer.concat([head, content]))
}

/** The file without these parts, which are in order. */
export function cut(bytes: Uint8Array, parts: readonly { start: number; end: number }[]): Uint8Array {
  if (parts.length === 0) return bytes
  const starts = [0, ...parts.map((part) => part.end)]
  return Buffer.concat(
    starts.map((start, index) => bytes.subarray(start, parts[index]?.start ?? bytes.length)),
  )
}

function insert(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)])
}

function endOfApplicationSegments(bytes: Uint8Array): number {
  let at = 2
  for (const { marker, start, end } of jpegSegments(bytes)) {
    if (marker < 0xe0 || marker > 0xef || start !== at) break
    at = end
  }
  return at
}

function isOurs(data: Uint8Array): boolean {
  return Buffer.compare(data.subarray(0, keyword.length), keyword) === 0
}
