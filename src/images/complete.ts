import { endOfGif } from './gif.ts'
import { ImageError } from './image-error.ts'
import { jpegMarker, jpegSegments } from './jpeg.ts'
import { pngChunkIsIntact, pngChunks } from './png.ts'
import type { ImageMediaType } from './sniff-media-type.ts'
import { tiffIsComplete } from './tiff.ts'

/**
 * Throws an `ImageError` unless the file reaches its own end. Decoders forgive a missing tail: they accept a PNG
 * without its last chunk, half an interlaced PNG, and any number of lost frames of a GIF. Others they refuse in words of
 * their own.
 */
export function assertComplete(bytes: Uint8Array, mediaType: ImageMediaType): void {
  if (mediaType === 'image/png') assertCompletePng(bytes)
  if (mediaType === 'image/jpeg') assertCompleteJpeg(bytes)
  if (mediaType === 'image/gif' && endOfGif(bytes) === null) throw new ImageError('the GIF is cut off')
  if (mediaType === 'image/webp' && !riffIsComplete(bytes)) throw new ImageError('the WebP is cut off')
  if (mediaType === 'image/tiff' && !tiffIsComplete(bytes)) throw new ImageError('the TIFF is cut off')
  if (mediaType === 'image/avif' && !boxesAreComplete(bytes)) throw new ImageError('the AVIF is cut off')
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

/** The one chunk that is the whole file says how long it is. */
function riffIsComplete(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && viewOf(bytes).getUint32(4, true) + 8 <= bytes.length
}

/** Every box at the top says how long it is; 0 is to the end, 1 announces a length of 64 bits. */
function boxesAreComplete(bytes: Uint8Array): boolean {
  const view = viewOf(bytes)
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = view.getUint32(at)
    if (short === 0) return true
    if (short === 1 && at + 16 > bytes.length) return false
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short
    if (size < 8) return true
    at += size
    if (at > bytes.length) return false
  }
  return true
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
