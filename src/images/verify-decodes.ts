import { assertComplete } from './complete.ts'
import { ImageError } from './image-error.ts'
import { withinPixelBudget } from './pixel-budget.ts'
import { assertSafeSvg } from './safe-svg.ts'
import { openImage, wordsOfSharp } from './sharp.ts'
import { sniffMediaType } from './sniff-media-type.ts'

/** Originals may be large; this is the most that one of them may decode to, all frames of an animation together. */
const originalPixels = 100_000_000

/**
 * Decodes the whole image (every frame) into a copy that is thrown away. Throws an `ImageError` when that fails, when
 * the file does not reach its own end, or, before anything is decoded, when its header claims too many pixels.
 * Any number may be asked for at the same time.
 */
export async function verifyDecodes(bytes: Uint8Array): Promise<void> {
  const mediaType = sniffMediaType(bytes)
  if (mediaType === null) throw new ImageError(bytes.byteLength === 0 ? 'it is empty' : 'it is not an image')
  if (mediaType === 'image/heic') throw new ImageError('it is HEIC, which cannot be decoded here')
  if (mediaType === 'image/svg+xml') assertSafeSvg(bytes)
  assertComplete(bytes, mediaType)
  try {
    await decode(bytes, mediaType === 'image/gif' || mediaType === 'image/webp' ? -1 : 1)
  } catch (error) {
    if (error instanceof ImageError) throw error
    throw new ImageError(`the ${mediaType} does not decode: ${wordsOfSharp(error)}`, { cause: error })
  }
}

async function decode(bytes: Uint8Array, pages: number): Promise<void> {
  const header = await (await openImage(bytes, { pages, limitInputPixels: false })).metadata()
  const pixels = header.width * header.height
  if (pixels > originalPixels) {
    throw new ImageError(
      `it claims ${header.width} x ${header.height} pixels; the limit is ${originalPixels / 1_000_000} megapixels`,
    )
  }
  await withinPixelBudget(pixels, async () => {
    const image = await openImage(bytes, { pages, limitInputPixels: originalPixels })
    // Without shrinking at the decoder, so that every pixel is decoded; streamed, so that few are held.
    await image
      .timeout({ seconds: 60 })
      .resize(8, 8, { fit: 'fill', fastShrinkOnLoad: false })
      .raw()
      .toBuffer()
  })
}
