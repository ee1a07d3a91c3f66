/** Whether a colour profile is that of sRGB, by the name that it gives itself: colours are then what they are without it. */
export function isSrgbProfile(profile: Uint8Array): boolean {
  try {
    const bytes = Buffer.from(profile.buffer, profile.byteOffset, profile.byteLength)
    return text(bytes, 16, 4) === 'RGB ' && nameOf(bytes).startsWith('sRGB')
  } catch (error) {
    // It ends before what it says is there.
    if (error instanceof RangeError) return false
    throw error
  }
}

const text = (bytes: Buffer, at: number, length: number) => bytes.toString('latin1', at, at + length)

/** The profile's description, as version 2 (ASCII) or version 4 (the first of several languages, UTF-16) has it. */
function nameOf(bytes: Buffer): string {
  const tags = Math.min(bytes.readUInt32BE(128), 100)
  for (let at = 132; at < 132 + 12 * tags; at += 12) {
    if (text(bytes, at, 4) !== 'desc') continue
    const start = bytes.readUInt32BE(at + 4)
    if (text(bytes, start, 4) === 'desc') return text(bytes, start + 12, 80)
    if (text(bytes, start, 4) !== 'mluc') return ''
    const first = start + bytes.readUInt32BE(start + 24)
    const name = Buffer.from(bytes.subarray(first, first + 80))
    return name
      .subarray(0, name.length & ~1)
      .swap16()
      .toString('utf16le')
  }
  return ''
}
