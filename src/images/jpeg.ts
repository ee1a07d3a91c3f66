/** One segment of a JPEG: `start` is its 0xFF, `data` where its content begins, `end` past it. */
export interface JpegSegment {
  marker: number
  start: number
  data: number
  end: number
}

/** Markers that we look for. */
export const jpegMarker = { startOfScan: 0xda, endOfImage: 0xd9, comment: 0xfe } as const

/**
 * The segments of a JPEG in order, up to its end marker or to where the bytes end or make no sense. The compressed
 * data after a start of scan belongs to no segment. Never throws.
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  let at = 2
  for (;;) {
    const start = nextMarker(bytes, at)
    const marker = bytes[start + 1]
    if (marker === undefined) return
    if (marker === jpegMarker.endOfImage) {
      yield { marker, start, data: start + 2, end: start + 2 }
      return
    }
    if (isStandalone(marker)) {
      at = start + 2
      continue
    }
    const length = ((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0)
    const end = start + 2 + length
    if (length < 2 || end > bytes.length) return
    yield { marker, start, data: start + 4, end }
    at = end
  }
}

/** Where the next marker's (last) 0xFF is, past compressed data and fill bytes. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== 0x00 && next !== 0xff) return at
  }
  return bytes.length
}

/** Markers without content: those between the intervals of a scan, a repeated start, and TEM. */
function isStandalone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01
}
