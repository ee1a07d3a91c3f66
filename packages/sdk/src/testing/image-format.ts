import type { GeneratorImage } from '../generator.ts'

/** The image formats that avatarctl takes from a generator. */
export type ImageFormat = 'svg' | 'png' | 'jpeg' | 'gif' | 'webp'

/** What bytes are by how they begin, or undefined when they are none of the five. */
export function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  if (/^RIFF.{4}WEBP/s.test(head)) return 'webp'
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('utf8')
  return /^\ufeff?\s*(?:<(?:\?xml|!--|!DOCTYPE)[^]*?>\s*)*<(?:\w+:)?svg[\s>]/i.test(start) ? 'svg' : undefined
}

/** Width and height in pixels as a raster image's header gives them, or undefined when it does not say. */
export function dimensionsOf(bytes: Uint8Array): { width: number; height: number } | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    switch (formatOf(bytes)) {
      case 'png':
        return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
      case 'gif':
        return { width: buffer.readUInt16LE(6), height: buffer.readUInt16LE(8) }
      case 'jpeg':
        return dimensionsOfJpeg(buffer)
      case 'webp':
        return dimensionsOfWebp(buffer)
      default:
        return undefined
    }
  } catch (error) {
    // The header is cut short.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function dimensionsOfJpeg(buffer: Buffer): { width: number; height: number } | undefined {
  let at = 2
  while (at < buffer.length) {
    const marker = buffer.readUInt8(at + 1)
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (startsFrame) return { height: buffer.readUInt16BE(at + 5), width: buffer.readUInt16BE(at + 7) }
    at += marker === 0xff ? 1 : 2 + buffer.readUInt16BE(at + 2)
  }
  return undefined
}

function dimensionsOfWebp(buffer: Buffer): { width: number; height: number } | undefined {
  switch (buffer.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: buffer.readUInt16LE(26) & 0x3fff, height: buffer.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const packed = buffer.readUInt32LE(21)
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: buffer.readUIntLE(24, 3) + 1, height: buffer.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}

/** The bytes of an answer as text that can be compared and shown. */
export function base64(image: GeneratorImage | null): string | null {
  return image && Buffer.from(image.bytes).toString('base64')
}
