import { openImage } from './sharp.ts'

/** Whether two images that may be written differently show the same, pixel by pixel. False where one does not decode. */
export async function samePicture(one: Uint8Array, other: Uint8Array): Promise<boolean> {
  try {
    const [a, b] = [await pixelsOf(one), await pixelsOf(other)]
    return a.info.width === b.info.width && a.info.height === b.info.height && a.data.equals(b.data)
  } catch {
    return false
  }
}

async function pixelsOf(bytes: Uint8Array) {
  const image = await openImage(bytes)
  return await image.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
}
