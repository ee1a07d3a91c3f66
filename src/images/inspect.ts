import { openImage } from './sharp.ts'
import { sniffMediaType, type ImageMediaType } from './sniff-media-type.ts'
import { readSvgSize } from './svg-size.ts'

/** What an image's header says. Width and height are pixels as stored, before any orientation is applied. */
export interface ImageFacts {
  mediaType: ImageMediaType
  width: number
  height: number
}

/** What the bytes are, from their header alone (no pixel is decoded); `null` when they are no image that we know. */
export async function inspectImage(bytes: Uint8Array): Promise<ImageFacts | null> {
  const mediaType = sniffMediaType(bytes)
  if (mediaType === null) return null
  try {
    if (mediaType === 'image/svg+xml') return { mediaType, ...readSvgSize(bytes) }
    const { width, height } = await (await openImage(bytes, { limitInputPixels: false })).metadata()
    return { mediaType, width, height }
  } catch {
    return null
  }
}
