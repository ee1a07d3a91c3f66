import { openSource } from './source.ts'
import { loadSharp } from './sharp.ts'

/** Width and height of a thumbnail in pixels, and the bytes that it has at most. */
export const thumbnailSide = 96
export const thumbnailBytes = 2048

/** From what one wants to what one can still bear; a face is known at each of them. */
const qualities = [84, 76, 66, 54, 42, 30, 18, 8, 1]

/** A picture that no quality makes small enough (noise, mostly) is drawn smaller. */
const sides = [thumbnailSide, 64, 32]

/** A small WebP of a picture, for a page that shows thousands of them. Throws an `ImageError` where it cannot be drawn. */
export async function thumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  const source = await openSource(bytes)
  const sharp = await loadSharp()
  let smallest: Uint8Array = new Uint8Array()
  for (const side of sides) {
    // Decoded once: each quality starts from these pixels.
    const pixels = await source.draw(side, { crop: 'centre' }, (image) =>
      image.flatten({ background: '#fff' }).removeAlpha().raw().toBuffer(),
    )
    const raw = { width: side, height: side, channels: 3 } as const
    for (const quality of qualities) {
      smallest = await sharp(pixels, { raw }).webp({ quality, effort: 4, smartSubsample: true }).toBuffer()
      if (smallest.length <= thumbnailBytes) return smallest
    }
  }
  return smallest
}
