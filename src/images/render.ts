import type { PhotoLimits } from '@avatarctl/sdk'
import { canonicalMediaType, chooseEncoder, encodeWithin } from './encode.ts'
import { ImageError } from './image-error.ts'
import { openSource, type Crop, type Source } from './source.ts'
import { stampRoomFor } from './stamp.ts'
import { verifyDecodes } from './verify-decodes.ts'

/** A square photo. */
export interface RenderedPhoto {
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
}

/** What is wanted of a photo. */
export interface PhotoWish {
  /** Width and height in pixels, where limits and source allow it. */
  size: number
  limits: PhotoLimits
  produces: 'artwork' | 'photo'
  /** Default: `attention` for photos, `centre` for artwork. */
  crop?: Crop | undefined
  /** What the mark will say. */
  stamp?: { credit?: string }
}

/**
 * From SVG or raster bytes to a square photo that a directory takes, with room for a stamp left within `maxBytes`.
 *
 * A raster that is one already is passed on byte for byte; nothing is enlarged; orientation is applied, colours are
 * sRGB, and metadata is gone. Same input, same bytes (with the same sharp). Throws an `ImageError` with the reason.
 */
export async function renderPhoto(image: Uint8Array, wish: PhotoWish): Promise<RenderedPhoto> {
  return render(image, wish, { ...wish.limits, spare: stampRoomFor(wish.stamp ?? {}) })
}

/** The same for a file of a given format, without any limits. */
export async function renderFile(
  image: Uint8Array,
  wish: {
    size: number
    format: 'png' | 'jpeg'
    produces?: PhotoWish['produces'] | undefined
    crop?: Crop | undefined
  },
): Promise<RenderedPhoto> {
  const { size, format, produces = 'artwork', crop } = wish
  const limits = { mediaTypes: [`image/${format}`], maxBytes: Infinity, maxPixels: Infinity, spare: 0 }
  return render(image, { size, produces, crop }, limits)
}

type Limits = Pick<PhotoLimits, 'mediaTypes' | 'maxBytes' | 'maxPixels'> & { spare: number }

async function render(
  image: Uint8Array,
  wish: Omit<PhotoWish, 'limits'>,
  limits: Limits,
): Promise<RenderedPhoto> {
  const crop = wish.crop ?? (wish.produces === 'photo' ? 'attention' : 'centre')
  const source = await openSource(image)
  const side = Math.min(
    Math.floor(wish.size),
    Math.floor(Math.sqrt(limits.maxPixels)),
    source.largestSide(crop),
  )
  if (!(side >= 1)) throw new ImageError(`a photo of ${wish.size} pixels cannot be drawn`)

  if (isPhotoAlready(source, side, limits) && image.byteLength <= limits.maxBytes - limits.spare) {
    await verifyDecodes(image)
    return { bytes: image, mediaType: source.mediaType, width: side, height: side }
  }
  const encoder = chooseEncoder(limits.mediaTypes, wish.produces)
  const drawn = await encodeWithin((at, encode) => source.draw(at, crop, encode), encoder, {
    side,
    maxBytes: limits.maxBytes,
    spare: limits.spare,
  })
  return { bytes: drawn.bytes, mediaType: encoder.mediaType, width: drawn.side, height: drawn.side }
}

/** Whether drawing it would change nothing but its bytes: square, upright, one frame, sRGB, nothing but the picture. */
function isPhotoAlready({ mediaType, header }: Source, side: number, { mediaTypes }: Limits): boolean {
  return (
    header !== null &&
    mediaTypes.some((accepted) => canonicalMediaType(accepted) === mediaType) &&
    header.width === side &&
    header.height === side &&
    (header.orientation ?? 1) === 1 &&
    (header.pages ?? 1) === 1 &&
    (header.space === 'srgb' || header.space === 'b-w') &&
    header.depth === 'uchar' &&
    [header.exif, header.icc, header.iptc, header.xmp, header.comments].every((extra) => extra === undefined)
  )
}
