import type { Metadata, Sharp } from 'sharp'
import type { Crop } from '../ports.ts'
import { assertComplete } from './complete.ts'
import { decode, decoding, readHeader } from './decode.ts'
import { ImageError } from './image-error.ts'
import { withinPixelBudget } from './pixel-budget.ts'
import { assertSafeSvg } from './safe-svg.ts'
import { openImage, sourcePixels } from './sharp.ts'
import { sniffMediaType, type ImageMediaType } from './sniff-media-type.ts'
import { askedSvgSize } from './svg-size.ts'
import { whatElse } from './what-else.ts'

/** How a square is made. */
export interface SquareLook {
  crop: Crop
  /** What lies under what is transparent, and beside what is fitted in: a CSS colour. Without it that stays transparent. */
  background?: string | undefined
}

/** An image as somebody handed it in, checked, and ready to be drawn at any size. */
export interface Source {
  bytes: Uint8Array
  mediaType: ImageMediaType
  /** The largest square that can be drawn without enlarging anything, in pixels; infinite for an SVG. */
  largestSide(crop: Crop): number
  /** What the header says; `null` for an SVG. */
  header: Metadata | null
  /** Draws a square of `side` pixels in sRGB and hands it to `encode`. Throws an `ImageError` when that fails. */
  draw(side: number, look: SquareLook, encode: (image: Sharp) => Promise<Buffer>): Promise<Buffer>
}

/** Recognises and checks an image; no pixel is decoded yet. Throws an `ImageError` with the reason. */
export async function openSource(bytes: Uint8Array): Promise<Source> {
  const mediaType = sniffMediaType(bytes)
  if (mediaType === null) throw new ImageError(whatElse(bytes))
  if (mediaType === 'image/heic')
    throw new ImageError('the image is HEIC, which cannot be decoded here: save it as JPEG')
  if (mediaType === 'image/svg+xml') return openSvg(bytes)
  assertComplete(bytes, mediaType)
  const header = await readHeader(bytes, mediaType)
  const { width, height } = header.autoOrient
  if (!(width > 0 && height > 0)) throw new ImageError(`the image is ${width} x ${height}`)
  mustBeReasonable({ width, height })
  /** In pixels of three or four bytes, as the budget counts them. */
  const weight = width * height * (header.depth === 'ushort' ? 2 : 1)
  return {
    bytes,
    mediaType,
    header,
    largestSide: (crop) => (crop === 'contain' ? Math.max(width, height) : Math.min(width, height)),
    draw: (side, look, encode) =>
      withinPixelBudget(weight, () =>
        decode(bytes, { mediaType, header }, (image) =>
          encode(square(image, side, look).toColourspace('srgb')),
        ),
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
    bytes,
    mediaType: 'image/svg+xml',
    header: null,
    largestSide: () => Infinity,
    draw: (side, { background }, encode) =>
      withinPixelBudget(side * side, () =>
        decoding('image/svg+xml', async () => {
          const image = await openImage(bytes, { limitInputPixels: false })
          return encode(square(image, side, { crop: 'contain', background }))
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

function square(image: Sharp, side: number, { crop, background }: SquareLook): Sharp {
  const drawn = image.timeout({ seconds: 30 }).resize(side, side, {
    ...(crop === 'contain' ? { fit: 'contain' } : { fit: 'cover', position: crop }),
    background: background ?? { r: 255, g: 255, b: 255, alpha: 0 },
  })
  return background === undefined ? drawn : drawn.flatten({ background })
}
