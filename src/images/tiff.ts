/** Tags of where the pixels are, and of how many bytes are there: in strips, or in tiles. */
const places = [
  { offsets: 273, counts: 279 },
  { offsets: 324, counts: 325 },
]

/** Bytes of the types that offsets and counts have: SHORT, LONG. */
const sizes: Record<number, number> = { 3: 2, 4: 4 }

/**
 * Whether the first image of a TIFF reaches its own end: its directory, and every strip or tile that this names. A BigTIFF, and
 * what makes no sense, is left to the decoder.
 */
export function tiffIsComplete(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = bytes[0] === 0x49
  if (bytes.length < 8) return false
  if (view.getUint16(2, little) !== 42) return true
  const start = view.getUint32(4, little)
  if (start + 2 > bytes.length) return false
  const count = view.getUint16(start, little)
  if (start + 2 + 12 * count > bytes.length) return false
  const values = (tag: number) => valuesOf(view, { start, count, little }, tag)
  for (const { offsets, counts } of places) {
    const [at, long] = [values(offsets), values(counts)]
    if (at === null || long === null) return false
    if (at.some((offset, index) => offset + (long[index] ?? 0) > bytes.length)) return false
  }
  return true
}

/** The numbers of one entry of a directory; none where it is not there, `null` where the file ends before them. */
function valuesOf(
  view: DataView,
  { start, count, little }: { start: number; count: number; little: boolean },
  tag: number,
): number[] | null {
  for (let entry = 0; entry < count; entry++) {
    const at = start + 2 + 12 * entry
    if (view.getUint16(at, little) !== tag) continue
    const size = sizes[view.getUint16(at + 2, little)]
    const length = view.getUint32(at + 4, little)
    if (size === undefined) return []
    const place = size * length <= 4 ? at + 8 : view.getUint32(at + 8, little)
    if (place + size * length > view.byteLength) return null
    return Array.from({ length }, (_, index) =>
      size === 2 ? view.getUint16(place + 2 * index, little) : view.getUint32(place + 4 * index, little),
    )
  }
  return []
}
