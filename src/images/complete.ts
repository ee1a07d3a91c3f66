import { endOfGif } from './gif.ts'
import { ImageError } from './image-error.ts'
import { jpegMarker, jpegSegments } from './jpeg.ts'
import { pngChunkIsIntact, pngChunks } from './png.ts'
import type { ImageMediaType } from './sniff-media-type.ts'

/**
 * Throws an `ImageError` unless the file reaches its own end. Decoders forgive a missing tail: they accept a PNG
 * without its last chunk, half an interlaced PNG, and any number of lost frames of a GIF. They notice the rest.
 */
export function assertComplete(bytes: Uint8Array, mediaType: ImageMediaType): void {
  if (mediaType === 'image/png') assertCompletePng(bytes)
  if (mediaType === 'image/jpeg') assertCompleteJpeg(bytes)
  if (mediaType === 'image/gif' && endOfGif(bytes) === null) throw new ImageError('the GIF is cut off')
}

function assertCompletePng(bytes: Uint8Array): void {
  for (const chunk of pngChunks(bytes)) {
    if (!pngChunkIsIntact(bytes, chunk)) throw new ImageError(`the PNG is damaged in its ${chunk.type} chunk`)
    if (chunk.type === 'IEND') return
  }
  throw new ImageError('the PNG is cut off')
}

function assertCompleteJpeg(bytes: Uint8Array): void {
  for (const segment of jpegSegments(bytes)) if (segment.marker === jpegMarker.endOfImage) return
  throw new ImageError('the JPEG is cut off')
}
