import { expect } from 'chai'
import sharp from 'sharp'
import { makeDarkroom } from '../../src/images/darkroom.ts'
import { makePngChunk, pngChunks } from '../../src/images/png.ts'
import { profileOf, withJpegSegment } from './photo-makers.ts'
import { noise } from './sample-images.ts'

const { normalise, develop, stampOf } = makeDarkroom()
const limits = {
  ...{ mediaTypes: ['image/png', 'image/jpeg', 'image/gif'], maxBytes: 1_000_000, maxPixels: 1_000_000 },
  preferredSize: 128,
}
const wish = { size: 128, limits }
const stamp = { generator: 'folder', revision: 1, fingerprint: 'ab' }

const jpegOf = async (side: number) =>
  await sharp(await noise(side, side))
    .jpeg()
    .toBuffer()

describe('a photo of the user’s own', () => {
  it('that fits already goes out byte for byte, whatever its size', async () => {
    const picture = await noise(300, 300)
    const photos = {
      JPEG: await sharp(picture).jpeg({ quality: 71 }).toBuffer(),
      'progressive JPEG': await sharp(picture).jpeg({ progressive: true }).toBuffer(),
      'JPEG in the profile of sRGB': await sharp(picture).withIccProfile('srgb').jpeg().toBuffer(),
      'grey JPEG': await sharp(picture).greyscale().jpeg().toBuffer(),
      PNG: await sharp(picture).png({ compressionLevel: 9 }).toBuffer(),
      'PNG with a palette': await sharp(picture).png({ palette: true }).toBuffer(),
      'PNG with an alpha channel that hides nothing': await sharp(picture).ensureAlpha().png().toBuffer(),
      GIF: await sharp(picture).gif().toBuffer(),
    }
    for (const [what, bytes] of Object.entries(photos)) {
      const made = await normalise(bytes, wish)
      expect(Buffer.compare(made.bytes, bytes), what).to.equal(0)
      expect(made, what).to.include({ width: 300, height: 300 })
    }
  })

  it('goes out without a mark of ours, where a generator’s is marked', async () => {
    const bytes = await jpegOf(128)
    const developed = await develop(bytes, { ...wish, produces: 'photo', stamp })
    expect(stampOf(developed.bytes)).to.include({ generator: 'folder' })
    // Also where it has been one of ours: now somebody has chosen it.
    for (const photo of [bytes, developed.bytes]) {
      const { bytes: out } = await normalise(photo, wish)
      expect(stampOf(out)).to.equal(null)
      expect(Buffer.compare(out, bytes)).to.equal(0)
    }
    const drawn = await normalise(await jpegOf(1200), wish)
    expect(stampOf(drawn.bytes)).to.equal(null)
  })

  it('loses what its file says beside the picture, and no bit of the picture', async () => {
    const bare = await jpegOf(200)
    const xmp = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>somebody</x:xmpmeta>', 'latin1')
    const exif = await sharp(bare)
      .withExif({ IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitudeRef: 'N' } })
      .toBuffer()
    expect(exif.includes('somebody')).to.equal(true)
    const photos = {
      XMP: withJpegSegment(bare, 0xe1, xmp),
      IPTC: withJpegSegment(bare, 0xed, Buffer.from('Photoshop 3.0\0somebody', 'latin1')),
      'a comment': withJpegSegment(bare, 0xfe, Buffer.from('somebody')),
      'a film behind it': Buffer.concat([bare, Buffer.from('MotionPhoto_Data somebody')]),
    }
    for (const [what, bytes] of Object.entries(photos)) {
      const { bytes: out } = await normalise(bytes, wish)
      expect(Buffer.compare(out, bare), what).to.equal(0)
    }
    const { bytes: out } = await normalise(exif, wish)
    expect(Buffer.from(out).includes('somebody')).to.equal(false)
    const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer()
    expect((await pixels(out)).equals(await pixels(exif))).to.equal(true)

    const png = await noise(200, 200)
    const [header] = pngChunks(png)
    const at = header?.end ?? 0
    const noted = Buffer.concat([
      ...[png.subarray(0, at), makePngChunk('tEXt', Buffer.from('Author\0somebody')), png.subarray(at)],
      Buffer.from('somebody'),
    ])
    expect(Buffer.compare((await normalise(noted, wish)).bytes, png)).to.equal(0)
  })

  it('is made anew where it does not fit', async () => {
    const fitting = await noise(300, 300)
    const photos = {
      'not square': await sharp(await noise(300, 299))
        .jpeg()
        .toBuffer(),
      'too many pixels': await jpegOf(1001),
      'not upright': await sharp(fitting).withMetadata({ orientation: 3 }).jpeg().toBuffer(),
      'other colours': await sharp(fitting).withIccProfile('p3').jpeg().toBuffer(),
      CMYK: await sharp(fitting).toColourspace('cmyk').jpeg().toBuffer(),
      '16 bits': await sharp(fitting).toColourspace('rgb16').png().toBuffer(),
      transparent: await sharp(fitting).ensureAlpha(0.5).png().toBuffer(),
      'a format that is not taken': await sharp(fitting).webp().toBuffer(),
    }
    for (const [what, bytes] of Object.entries(photos)) {
      const made = await normalise(bytes, wish)
      expect(made, what).to.include({ mediaType: 'image/jpeg', width: 128, height: 128 })
      expect(await sharp(made.bytes).metadata(), what).to.not.have.any.keys(
        'exif',
        'icc',
        'xmp',
        'orientation',
      )
    }
    const heavy = await normalise(await noise(900, 900), {
      ...wish,
      limits: { ...limits, maxBytes: 100_000 },
    })
    expect(heavy.bytes.length).to.be.at.most(100_000)
    expect(heavy.width).to.equal(128)
  })

  it('has all of the byte limit for itself', async () => {
    const bytes = await jpegOf(200)
    const exactly = { ...wish, limits: { ...limits, maxBytes: bytes.length } }
    expect(Buffer.compare((await normalise(bytes, exactly)).bytes, bytes)).to.equal(0)
    const less = await normalise(bytes, { ...wish, limits: { ...limits, maxBytes: bytes.length - 1 } })
    expect(less.bytes.length).to.be.below(bytes.length)
  })

  it('is refused where it fits and is damaged', async () => {
    const bytes = await jpegOf(300)
    const ended = Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from([0xff, 0xd9])])
    const error = await normalise(ended, wish).catch((thrown: unknown) => thrown)
    expect((error as Error).message).to.equal('the JPEG is damaged: a part of the picture is missing')
  })

  it('is in sRGB only where its profile says so', async () => {
    const bare = await jpegOf(200)
    const wrong = Buffer.from(await profileOf('srgb'))
    wrong.write('CMYK', 16, 'latin1')
    const tagged = withJpegSegment(
      bare,
      0xe2,
      Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), wrong.subarray(0, 140)]),
    )
    expect((await normalise(tagged, wish)).width).to.equal(128)
  })

  it('says where it is too small, also where it fits', async () => {
    expect(await normalise(await jpegOf(48), wish)).to.include({ width: 48, small: 48 })
  })
})
