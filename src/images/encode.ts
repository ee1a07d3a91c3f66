import type { Sharp } from 'sharp'
import { ImageError } from './image-error.ts'

/** A file format that we write, with its qualities from the one we want to the one we can still bear. */
export interface Encoder {
  mediaType: string
  qualities: readonly number[]
  /** What is transparent has to be given a colour before. */
  isOpaque?: boolean
  encode(image: Sharp, quality: number): Promise<Buffer>
}

/** Colour is not sampled down, or the edges of letters fray. */
function jpeg(qualities: readonly number[], mozjpeg: boolean): Encoder {
  return {
    mediaType: 'image/jpeg',
    qualities,
    isOpaque: true,
    encode: (image, quality) => image.jpeg({ quality, mozjpeg, chromaSubsampling: '4:4:4' }).toBuffer(),
  }
}

const photoJpeg = jpeg([85, 75, 60], true)

/** Artwork is made by the ten thousand: mozjpeg would take six times as long, for a fifth of the bytes. */
const artworkJpeg = jpeg([90, 75, 60], false)

/**
 * The quality of a PNG is how hard it is squeezed. Level 6 would take half as long again as level 3 for a whole
 * picture, and save a tenth of the bytes.
 */
const png: Encoder = {
  mediaType: 'image/png',
  qualities: [3, 9],
  encode: (image, compressionLevel) =>
    image.png({ compressionLevel, adaptiveFiltering: false, palette: false }).toBuffer(),
}

const webp: Encoder = {
  mediaType: 'image/webp',
  qualities: [90, 75],
  encode: (image, quality) => image.webp({ quality, smartSubsample: true }).toBuffer(),
}

const gif: Encoder = { mediaType: 'image/gif', qualities: [1], encode: (image) => image.gif().toBuffer() }

/** The name a media type really has: `image/jpg` is in use, but is none. */
export function canonicalMediaType(mediaType: string): string {
  const lower = mediaType.toLowerCase()
  return lower === 'image/jpg' || lower === 'image/pjpeg' ? 'image/jpeg' : lower
}

/**
 * PNG for artwork and JPEG for photos where that is accepted, else the first accepted type that we can write. Throws
 * an `ImageError` when there is none.
 */
export function chooseEncoder(accepted: readonly string[], produces: 'artwork' | 'photo'): Encoder {
  const encoders = produces === 'artwork' ? [png, artworkJpeg, webp, gif] : [photoJpeg, png, webp, gif]
  const types = accepted.map(canonicalMediaType)
  const order = [encoders[0]?.mediaType, ...types].filter((mediaType) => types.includes(mediaType ?? ''))
  for (const mediaType of order) {
    const encoder = encoders.find((candidate) => candidate.mediaType === mediaType)
    if (encoder) return encoder
  }
  throw new ImageError(`no photo can be written as ${accepted.join(', ')}`)
}

/** With fewer pixels a side nobody would be recognised. */
const smallestSide = 16

/**
 * Encodes at `side` pixels, then with less quality, then smaller, until the file leaves `spare` of `maxBytes` free.
 * Throws an `ImageError` with the figures when nothing helps.
 */
export async function encodeWithin(
  draw: (side: number, encode: (image: Sharp) => Promise<Buffer>) => Promise<Buffer>,
  encoder: Encoder,
  wish: { side: number; maxBytes: number; spare: number },
): Promise<{ bytes: Buffer; side: number }> {
  const room = wish.maxBytes - wish.spare
  for (let side = wish.side; ;) {
    let size = 0
    for (const quality of encoder.qualities) {
      const bytes = await draw(side, (image) => encoder.encode(image, quality))
      if (bytes.byteLength <= room) return { bytes, side }
      size = bytes.byteLength
    }
    const smaller = Math.floor(side * Math.min(0.85, 0.95 * Math.sqrt(room / size)))
    if (!(smaller >= smallestSide)) {
      throw new ImageError(
        `the image has ${size} bytes even at ${side} x ${side}, and ${wish.spare} more are needed; ` +
          `the limit is ${wish.maxBytes}`,
      )
    }
    side = smaller
  }
}
