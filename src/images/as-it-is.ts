import type { PhotoLimits } from '@avatarctl/sdk'
import { decode } from './decode.ts'
import { canonicalMediaType } from './encode.ts'
import { withinPixelBudget } from './pixel-budget.ts'
import type { Source } from './source.ts'
import { isSrgbProfile } from './srgb-profile.ts'
import { withoutMetadata } from './without-metadata.ts'

/**
 * The file of a photo that needs not be drawn, as it would change nothing but its bytes: it is accepted, `side` pixels square,
 * upright, of one frame and in sRGB. Only what is said beside the picture is cut out of it. `null` where it has to be drawn.
 *
 * Every pixel was decoded once. Throws an `ImageError` where that fails.
 */
export async function asItIs(
  source: Source,
  wish: { side: number; mediaTypes: PhotoLimits['mediaTypes']; room: number; opaque: boolean },
): Promise<Uint8Array | null> {
  const { bytes, mediaType } = source
  if (!wish.mediaTypes.some((accepted) => canonicalMediaType(accepted) === mediaType)) return null
  if (!isSquareInSrgb(source, wish.side)) return null
  const bare = withoutMetadata(bytes, mediaType) ?? (saysNothingElse(source) ? bytes : null)
  if (bare === null || bare.byteLength > wish.room) return null
  const { isOpaque } = await look(source)
  return wish.opaque && !isOpaque ? null : bare
}

function isSquareInSrgb({ header }: Source, side: number): boolean {
  return (
    header !== null &&
    header.width === side &&
    header.height === side &&
    (header.orientation ?? 1) === 1 &&
    (header.pages ?? 1) === 1 &&
    (header.space === 'srgb' || header.space === 'b-w') &&
    header.depth === 'uchar' &&
    (header.icc === undefined || isSrgbProfile(header.icc))
  )
}

function saysNothingElse({ header }: Source): boolean {
  return [header?.exif, header?.iptc, header?.xmp, header?.comments].every((extra) => extra === undefined)
}

/** Decodes all of it into a copy that is thrown away; streamed, so that few pixels are held. */
async function look({ bytes, mediaType, header }: Source): Promise<{ isOpaque: boolean }> {
  if (header === null) return { isOpaque: false }
  return await withinPixelBudget(header.width * header.height, () =>
    decode(bytes, { mediaType, header }, async (image) => {
      if (header.hasAlpha) return { isOpaque: (await image.stats()).isOpaque }
      // Without shrinking at the decoder, so that every pixel is decoded.
      await image.resize(8, 8, { fit: 'fill', fastShrinkOnLoad: false }).raw().toBuffer()
      return { isOpaque: true }
    }),
  )
}
