import type { Metadata, Sharp } from 'sharp'
import { ImageError } from './image-error.ts'
import { openImage, wordsOfSharp } from './sharp.ts'
import type { ImageMediaType } from './sniff-media-type.ts'

/**
 * What the decoder of JPEGs says where pixels are missing: it fills them up with grey, and goes on. It is heard of all but the
 * last strip; a file that was cut off there, and given an end again, cannot be told from a whole one.
 */
const lost = /premature end|bad Huffman code|restart marker|not enough data/i

/** Reads what the header says; no pixel is decoded. Throws an `ImageError`. */
export async function readHeader(bytes: Uint8Array, mediaType: ImageMediaType): Promise<Metadata> {
  return await decoding(mediaType, async () =>
    (await openImage(bytes, { limitInputPixels: false })).metadata(),
  )
}

/**
 * Decodes an image and hands it to `work`, right side up and in sRGB or grey. Throws an `ImageError` where pixels of it are
 * missing or cannot be read.
 */
export async function decode<T>(
  bytes: Uint8Array,
  { mediaType, header }: { mediaType: ImageMediaType; header: Metadata },
  work: (image: Sharp) => Promise<T>,
): Promise<T> {
  const open = async (failOn: 'error' | 'warning') => {
    const image = (await openImage(bytes, { failOn })).autoOrient()
    // With 16 bits a channel, sharp otherwise works in Display P3 and leaves it at that.
    return await work(header.depth === 'ushort' ? image.pipelineColourspace('srgb') : image)
  }
  return await decoding(mediaType, async () => {
    // Only a JPEG warns of lost pixels; but it also warns of a few bytes too many, which harm nobody.
    if (mediaType !== 'image/jpeg') return await open('error')
    try {
      return await open('warning')
    } catch (error) {
      if (lost.test(wordsOfSharp(error)))
        throw new ImageError('the JPEG is damaged: a part of the picture is missing', { cause: error })
      return await open('error')
    }
  })
}

/** Runs `draw`; what the image library throws becomes an `ImageError` that says what it was about. */
export async function decoding<T>(mediaType: ImageMediaType, draw: () => Promise<T>): Promise<T> {
  try {
    return await draw()
  } catch (error) {
    if (error instanceof ImageError) throw error
    throw new ImageError(`the image (${mediaType}) cannot be drawn: ${wordsOfSharp(error)}`, { cause: error })
  }
}
