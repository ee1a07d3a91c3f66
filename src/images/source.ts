import type { Metadata, Sharp } from 'sharp'
import { assertComplete } from './complete.ts'
import { ImageError } from './image-error.ts'
import { withinPixelBudget } from './pixel-budget.ts'
import { assertSafeSvg } from './safe-svg.ts'
import { openImage, sourcePixels, wordsOfSharp } from './sharp.ts'
import { sniffMediaType, type ImageMediaType } from './sniff-media-type.ts'
import { askedSvgSize } from './svg-size.ts'

/**
 * How a square is made of what is not square: the part that catches the eye, the middle, the top (where the face of a
 * portrait is), or all of it with the rest left empty.
 */
export type Crop = 'attention' | 'centre' | 'top' | 'contain'

/** An image as somebody handed it in, checked, and ready to be drawn at any size. */
export interface Source {
  mediaType: ImageMediaType
  /** The largest square that can be drawn without enlarging anything, in pixels; infinite for an SVG. */
  largestSide(crop: Crop): number
  /** What the header says; `null` for an SVG. */
  header: Metadata | null
  /** Draws a square of `side` pixels in sRGB and hands it to `encode`. Throws an `ImageError` when that fails. */
  draw(side: number, crop: Crop, encode: (image: Sharp) => Promise<Buffer>): Promise<Buffer>
}

/** Recognises and checks an image; no pixel is decoded yet. Throws an `ImageError` with the reason. */
export async function openSource(bytes: Uint8Array): Promise<Source> {
  const mediaType = sniffMediaType(bytes)
  if (mediaType === null)
    throw new ImageError(bytes.byteLength === 0 ? 'the image is empty' : 'that is not an image')
  if (mediaType === 'image/heic')
    throw new ImageError('the image is HEIC, which cannot be decoded here: save it as JPEG')
  if (mediaType === 'image/svg+xml') return openSvg(bytes)
  assertComplete(bytes, mediaType)
  const header = await readHeader(bytes, mediaType)
  const { width, height } = header.autoOrient
  if (!(width > 0 && height > 0)) throw new ImageError(`the image is ${width} x ${height}`)
  mustBeReasonable({ width, height })
  return {
    mediaType,
    header,
    largestSide: (crop) => (crop === 'contain' ? Math.max(width, height) : Math.min(width, height)),
    draw: (side, crop, encode) =>
      withinPixelBudget(width * height, () =>
        drawing(mediaType, async () => {
          const image = await openImage(bytes)
          return encode(square(image.autoOrient(), side, crop).toColourspace('srgb'))
        }),
      ),
  }
}

/** Drawn at the wanted size from the start, whatever size it asks for; what is not square is fitted in. */
function openSvg(bytes: Uint8Array): Source {
  assertSafeSvg(bytes)
  // It would cost nothing to draw, but no honest generator asks for it.
  const asked = askedSvgSize(bytes)
  if (asked) mustBeReasonable(asked)
  return {
    mediaType: 'image/svg+xml',
    header: null,
    largestSide: () => Infinity,
    draw: (side, _crop, encode) =>
      withinPixelBudget(side * side, () =>
        drawing('image/svg+xml', async () => {
          const image = await openImage(bytes, { limitInputPixels: false })
          return encode(square(image, side, 'contain'))
        }),
      ),
  }
}

function mustBeReasonable({ width, height }: { width: number; height: number }): void {
  if (width * height <= sourcePixels) return
  throw new ImageError(
    `the image claims ${width} x ${height} pixels; the limit is ${sourcePixels / 1_000_000} megapixels`,
  )
}

function square(image: Sharp, side: number, crop: Crop): Sharp {
  return image.timeout({ seconds: 30 }).resize(side, side, {
    ...(crop === 'contain' ? { fit: 'contain' } : { fit: 'cover', position: crop }),
    background: { r: 255, g: 255, b: 255, alpha: 0 },
  })
}

async function readHeader(bytes: Uint8Array, mediaType: ImageMediaType): Promise<Metadata> {
  return drawing(mediaType, async () => (await openImage(bytes, { limitInputPixels: false })).metadata())
}

async function drawing<T>(mediaType: ImageMediaType, draw: () => Promise<T>): Promise<T> {
  try {
    return await draw()
  } catch (error) {
    throw new ImageError(`the image (${mediaType}) cannot be drawn: ${wordsOfSharp(error)}`, { cause: error })
  }
}
