import type { PhotoLimits } from '@avatarctl/sdk'
import type { PhotoLook } from '../ports.ts'
import { asItIs } from './as-it-is.ts'
import { chooseEncoder, encodeWithin } from './encode.ts'
import { ImageError } from './image-error.ts'
import { openSource } from './source.ts'
import { stampRoomFor } from './stamp.ts'

/** A square photo. */
export interface RenderedPhoto {
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
  /** Width and height in pixels of a source so small that the photo is blurred where it is shown. */
  small?: number
}

/** What is wanted of a photo. */
export interface PhotoWish extends PhotoLook {
  /** Width and height in pixels, where limits and source allow it. */
  size: number
  limits: PhotoLimits
  produces: 'artwork' | 'photo'
  /** What the mark will say; `null` where there will be none. */
  stamp?: { credit?: string } | null
  /** A photo that keeps to the limits is passed on also where it is larger than `size`. */
  keepFitting?: boolean
}

/** A photo with fewer pixels a side is blurred even in a list of people. */
const smallSide = 96

/**
 * From SVG or raster bytes to a square photo that a directory takes, with room for a stamp left within `maxBytes`.
 *
 * A raster that is one already is passed on, without its metadata and otherwise byte for byte; nothing is enlarged;
 * orientation is applied, colours are sRGB, and metadata is gone. Same input, same bytes (with the same sharp). Throws an
 * `ImageError` with the reason.
 */
export async function renderPhoto(image: Uint8Array, wish: PhotoWish): Promise<RenderedPhoto> {
  const spare = wish.stamp === null ? 0 : stampRoomFor(wish.stamp ?? {})
  return await render(image, wish, { ...wish.limits, spare })
}

/** The same for a file of a given format, without any limits. */
export async function renderFile(
  image: Uint8Array,
  wish: PhotoLook & { size: number; format: 'png' | 'jpeg'; produces?: PhotoWish['produces'] | undefined },
): Promise<RenderedPhoto> {
  const { format, produces = 'artwork' } = wish
  const limits = { mediaTypes: [`image/${format}`], maxBytes: Infinity, maxPixels: Infinity, spare: 0 }
  return await render(image, { ...wish, produces }, limits)
}

type Limits = Pick<PhotoLimits, 'mediaTypes' | 'maxBytes' | 'maxPixels'> & { spare: number }

async function render(
  image: Uint8Array,
  wish: Omit<PhotoWish, 'limits' | 'stamp'>,
  limits: Limits,
): Promise<RenderedPhoto> {
  const isPhoto = wish.produces === 'photo'
  const { crop = isPhoto ? 'attention' : 'centre' } = wish
  const source = await openSource(image)
  const largest = source.largestSide(crop)
  const fitting = Math.min(Math.floor(Math.sqrt(limits.maxPixels)), largest)
  const side = Math.min(Math.floor(wish.size), fitting)
  if (!(side >= 1)) throw new ImageError(`a photo of ${wish.size} pixels cannot be drawn`)
  const note = isPhoto && largest < Math.min(smallSide, wish.size) ? { small: largest } : {}

  const { mediaTypes, maxBytes, spare } = limits
  const kept = {
    side: wish.keepFitting ? fitting : side,
    mediaTypes,
    room: maxBytes - spare,
    opaque: isPhoto,
  }
  const same = await asItIs(source, kept)
  if (same) {
    const { mediaType } = source
    return { bytes: same, mediaType, width: kept.side, height: kept.side, ...note }
  }
  const encoder = chooseEncoder(mediaTypes, wish.produces)
  const background = wish.background ?? (isPhoto || encoder.isOpaque ? '#fff' : undefined)
  const drawn = await encodeWithin((at, encode) => source.draw(at, { crop, background }, encode), encoder, {
    side,
    maxBytes,
    spare,
  })
  return { bytes: drawn.bytes, mediaType: encoder.mediaType, width: drawn.side, height: drawn.side, ...note }
}
