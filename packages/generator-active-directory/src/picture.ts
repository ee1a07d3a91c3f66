/** What the header of a picture says. */
export interface Picture {
  bytes: Uint8Array
  width: number
  height: number
}

/** A picture in a format that the tool takes, whole by its looks; undefined for everything else. */
export function pictureIn(bytes: Uint8Array): Picture | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = sizeOf(buffer) ?? [0, 0]
  return width > 0 && height > 0 ? { bytes, width, height } : undefined
}

/** What bytes that are no such picture look like, in words. */
export function looksLike(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('BM')) return 'a BMP'
  if (/^(?:II[*+]\0|MM\0[*+])/.test(head)) return 'a TIFF'
  if (head.startsWith('ftyp', 4)) return 'HEIC or AVIF'
  if (/^(?:\xff\xd8|\x89PNG|GIF8|RIFF)/.test(head)) return 'a picture that is cut off'
  return 'no picture'
}

function sizeOf(bytes: Buffer): [number, number] | undefined {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return bytes.includes('IEND', 24) ? at(bytes, 16, 32) : undefined
  if (/^GIF8[79]a/.test(head))
    return bytes.length > 13 ? [bytes.readUInt16LE(6), bytes.readUInt16LE(8)] : undefined
  if (/^RIFF[^]{4}WEBP/.test(head)) return webpSize(bytes)
  if (head.startsWith('\xff\xd8\xff')) return jpegSize(bytes)
  return undefined
}

/** Width and height, each of so many bits. */
function at(bytes: Buffer, offset: number, bits: 16 | 32): [number, number] | undefined {
  const size = bits / 8
  if (offset + 2 * size > bytes.length) return undefined
  return [bytes.readUIntBE(offset, size), bytes.readUIntBE(offset + size, size)]
}

/** From segment to segment to the one that begins a frame, which has the height first. */
function jpegSize(bytes: Buffer): [number, number] | undefined {
  for (let offset = 2; offset + 9 < bytes.length;) {
    if (bytes[offset] !== 0xff) return undefined
    const marker = bytes[offset + 1] ?? 0
    if (marker === 0xff) {
      offset += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) {
      const isWhole = bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > offset
      const [height, width] = at(bytes, offset + 5, 16) ?? [0, 0]
      return isWhole ? [width, height] : undefined
    }
    offset += 2 + Math.max(2, bytes.readUInt16BE(offset + 2))
  }
  return undefined
}

function webpSize(bytes: Buffer): [number, number] | undefined {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + 8 > bytes.length) return undefined
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1]
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21)
      return [(packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1]
    }
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff]
    default:
      return undefined
  }
}
