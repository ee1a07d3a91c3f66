/** Where a GIF ends, past its trailer; `null` when the bytes end before that or are no sequence of GIF blocks. */
export function endOfGif(bytes: Uint8Array): number | null {
  let at = 13 + colourTable(bytes[10])
  while (at < bytes.length) {
    const block = bytes[at]
    if (block === 0x3b) return at + 1
    if (block === 0x21) at = pastSubBlocks(bytes, at + 2)
    else if (block === 0x2c) at = pastSubBlocks(bytes, at + 11 + colourTable(bytes[at + 9]))
    else return null
  }
  return null
}

/** Bytes of the colour table that the packed field of a descriptor announces. */
function colourTable(packed = 0): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
}

function pastSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    const length = bytes[at]
    if (length === undefined) return bytes.length
    at += 1 + length
    if (length === 0) return at
  }
}
