import { expect } from 'chai'
import sharp, { type Sharp } from 'sharp'
import { renderPhoto } from '../../src/images/render.ts'
import { meanColour, profileOf, taggedJpeg, tiff } from './photo-makers.ts'
import { animation, noise, pixelAt, quarters } from './sample-images.ts'

const limits = {
  ...{ mediaTypes: ['image/jpeg', 'image/png'], maxBytes: 5_000_000, maxPixels: 25_000_000 },
  preferredSize: 512,
}
const wish = { size: 64, limits, produces: 'photo' } as const

/** Each channel is what it should be, but for what rounding and JPEG do. */
function expectColour(found: readonly number[], expected: readonly number[], what: string, within = 3): void {
  const off = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? NaN))))
  expect(off, `${what}: ${found.join()} instead of ${expected.join()}`).to.be.at.most(within)
}

/** The colours of the four corners, as letters. */
async function corners(bytes: Uint8Array): Promise<string> {
  const { width } = await sharp(bytes).metadata()
  const at = [width * 0.25, width * 0.75].map(Math.round)
  const letters = []
  for (const y of at)
    for (const x of at) {
      const [r = 0, g = 0, b = 0] = await pixelAt(bytes, x, y)
      letters.push(r > 200 ? (g > 200 ? 'w' : 'r') : g > 200 ? 'g' : b > 200 ? 'b' : '?')
    }
  return letters.join('')
}

describe('a photo from any image that people have', () => {
  it('is right side up, however the camera was held, and says so no more', async () => {
    // What has to be done to a picture so that a viewer who turns it sees it as it was.
    const stored: Record<number, (image: Sharp) => Sharp | Promise<Sharp>> = {
      1: (image) => image,
      2: (image) => image.flop(),
      3: (image) => image.rotate(180),
      4: (image) => image.flip(),
      5: async (image) => sharp(await image.rotate(90).toBuffer()).flop(),
      6: (image) => image.rotate(-90),
      7: async (image) => sharp(await image.rotate(-90).toBuffer()).flop(),
      8: (image) => image.rotate(90),
    }
    const upright = await quarters(160, 160)
    for (const [orientation, turn] of Object.entries(stored)) {
      for (const format of ['jpeg', 'webp', 'tiff', 'png'] as const) {
        const raw = await (await turn(sharp(upright))).toBuffer()
        const photo = await sharp(raw)
          .withMetadata({ orientation: Number(orientation) })
          .toFormat(format)
          .toBuffer()
        const { bytes } = await renderPhoto(photo, wish)
        expect(await corners(bytes), `${format}, orientation ${orientation}`).to.equal('rgbw')
        expect((await sharp(bytes).metadata()).orientation ?? 1).to.equal(1)
      }
    }
  })

  it('is cut from the upright picture', async () => {
    // Lying, its left end is what will be the top.
    const lying = await sharp(await quarters(60, 120))
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer()
    const { bytes } = await renderPhoto(lying, { ...wish, size: 60, crop: 'top' })
    expect(await corners(bytes)).to.equal('rgrg')
  })

  it('comes from every format, and has nothing but the picture in it', async () => {
    const picture = sharp(await quarters(100, 100))
      .withExif({ IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">somebody</x:xmpmeta>')
    const sources: Record<string, Buffer> = {
      jpeg: await picture.clone().jpeg().toBuffer(),
      'progressive JPEG': await picture.clone().jpeg({ progressive: true }).toBuffer(),
      png: await picture.clone().png().toBuffer(),
      'interlaced PNG': await picture.clone().png({ progressive: true }).toBuffer(),
      'PNG with a palette': await picture.clone().png({ palette: true, colours: 16 }).toBuffer(),
      'PNG of 16 bits': await picture.clone().toColourspace('rgb16').png().toBuffer(),
      webp: await picture.clone().webp().toBuffer(),
      'lossless WebP': await picture.clone().webp({ lossless: true }).toBuffer(),
      avif: await picture.clone().avif({ quality: 80 }).toBuffer(),
      gif: await picture.clone().gif().toBuffer(),
      tiff: await picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
      'tiff of 16 bits': await picture.clone().toColourspace('rgb16').tiff().toBuffer(),
    }
    for (const [what, source] of Object.entries(sources)) {
      const { bytes, mediaType, ...size } = await renderPhoto(source, wish)
      expect({ mediaType, ...size }, what).to.include({ mediaType: 'image/jpeg', width: 64, height: 64 })
      expect(await corners(bytes), what).to.equal('rgbw')
      expect(Buffer.from(bytes).includes('somebody'), what).to.equal(false)
      expect(await sharp(bytes).metadata(), what).to.not.have.any.keys(
        'exif',
        'icc',
        'xmp',
        'iptc',
        'comments',
      )
    }
  })

  // What Little CMS (transicc, perceptual) makes of the same numbers with the same profiles.
  const inCmyk = [
    { cmyk: [0, 90, 80, 5], srgb: [223, 46, 55] },
    { cmyk: [75, 10, 90, 5], srgb: [36, 143, 65] },
    { cmyk: [80, 60, 0, 10], srgb: [54, 84, 147] },
    { cmyk: [0, 0, 0, 50], srgb: [135, 134, 135] },
    { cmyk: [10, 30, 40, 0], srgb: [223, 169, 140] },
  ]
  const inP3 = [
    { p3: [200, 100, 50], srgb: [215, 93, 32] },
    { p3: [60, 180, 90], srgb: [0, 183, 78] },
    { p3: [40, 80, 200], srgb: [22, 81, 207] },
    { p3: [235, 51, 35], srgb: [255, 0, 2] },
  ]

  it('has the colours that are meant in CMYK, by the profile in the file', async () => {
    const profile = await profileOf('cmyk')
    for (const { cmyk, srgb } of inCmyk) {
      const dots = cmyk.map((percent) => Math.round(percent * 2.55))
      const pixels = Buffer.concat(Array<Buffer>(100 * 100).fill(Buffer.from(dots)))
      const scan = tiff(pixels, { width: 100, height: 100, channels: 4, profile })
      const jpeg = await sharp(scan)
        .pipelineColourspace('cmyk')
        .toColourspace('cmyk')
        .keepIccProfile()
        .jpeg({ quality: 100 })
        .toBuffer()
      expect(await sharp(jpeg).metadata()).to.include({ space: 'cmyk', channels: 4 })
      for (const [what, source] of Object.entries({ tiff: scan, jpeg }))
        expectColour(
          await meanColour((await renderPhoto(source, wish)).bytes),
          srgb,
          `${what} ${cmyk.join()}`,
          8,
        )
    }
  })

  it('has sensible colours in CMYK without a profile', async () => {
    const pixels = Buffer.concat(Array<Buffer>(100 * 100).fill(Buffer.from([0, 230, 204, 13])))
    const { bytes } = await renderPhoto(tiff(pixels, { width: 100, height: 100, channels: 4 }), wish)
    expectColour(await meanColour(bytes), [223, 46, 55], 'without a profile', 40)
  })

  it('has the colours that are meant in Display P3, with 8 bits and with 16', async () => {
    const profile = await profileOf('p3')
    for (const { p3, srgb } of inP3) {
      const jpeg = await taggedJpeg(p3, profile)
      expectColour(await meanColour((await renderPhoto(jpeg, wish)).bytes), srgb, `JPEG ${p3.join()}`)
      const pixels = Buffer.concat(Array<Buffer>(100 * 100).fill(Buffer.from(p3)))
      const scan = tiff(pixels, { width: 100, height: 100, channels: 3, profile })
      expectColour(await meanColour((await renderPhoto(scan, wish)).bytes), srgb, `TIFF ${p3.join()}`)
      const [r = 0, g = 0, b = 0] = srgb
      const deep = await sharp({ create: { width: 99, height: 99, channels: 3, background: { r, g, b } } })
        .toColourspace('rgb16')
        .withIccProfile('p3')
        .png()
        .toBuffer()
      expect(await sharp(deep).metadata())
        .to.include({ depth: 'ushort' })
        .and.to.have.property('icc')
      expectColour(await meanColour((await renderPhoto(deep, wish)).bytes), srgb, `16 bits ${p3.join()}`)
    }
  })

  it('is grey where the source is', async () => {
    const grey = sharp({ create: { width: 70, height: 70, channels: 3, background: '#5a5a5a' } })
    for (const space of ['b-w', 'grey16'] as const) {
      const source = await grey.clone().toColourspace(space).png().toBuffer()
      expectColour(await meanColour((await renderPhoto(source, wish)).bytes), [90], space)
    }
  })

  it('has the background that was chosen under what is transparent, and beside what is fitted in', async () => {
    const clear = await sharp({ create: { width: 80, height: 80, channels: 4, background: '#f000' } })
      .png()
      .toBuffer()
    const half = await sharp({ create: { width: 80, height: 80, channels: 4, background: '#ff000080' } })
      .webp({ lossless: true })
      .toBuffer()
    const teal = { ...wish, background: '#008080' }
    expectColour(await meanColour((await renderPhoto(clear, teal)).bytes), [0, 128, 128], 'clear')
    expectColour(await meanColour((await renderPhoto(clear, wish)).bytes), [255, 255, 255], 'by default')
    expectColour(await meanColour((await renderPhoto(half, teal)).bytes), [128, 64, 64], 'half')
    const wide = await sharp({ create: { width: 120, height: 60, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    const fitted = await renderPhoto(wide, { ...teal, crop: 'contain' })
    expectColour(await pixelAt(fitted.bytes, 32, 4), [0, 128, 128], 'above', 8)
    expectColour(await pixelAt(fitted.bytes, 32, 32), [254, 0, 0], 'inside', 8)
    // A directory that takes no JPEG gets no holes either.
    const asPng = { ...teal, limits: { ...limits, mediaTypes: ['image/png'] } }
    expect(await sharp((await renderPhoto(clear, asPng)).bytes).metadata()).to.include({ hasAlpha: false })
  })

  it('is the first frame of what moves', async () => {
    for (const format of ['gif', 'webp'] as const) {
      const moving = await animation(format)
      expect((await sharp(moving, { pages: -1 }).metadata()).pages).to.equal(3)
      const { bytes, width } = await renderPhoto(moving, wish)
      expect(width).to.equal(40)
      const made = await sharp(bytes).raw().toBuffer()
      const offFrom = async (page: number) => {
        const frame = await sharp(moving, { page }).flatten().raw().toBuffer()
        return made.reduce((sum, value, index) => sum + Math.abs(value - (frame[index] ?? 0)), 0)
      }
      expect(2 * (await offFrom(0)), format).to.be.below(await offFrom(1))
    }
  })

  it('is never larger than its source, and says where that is too small', async () => {
    const of = async (side: number, height = side) =>
      await renderPhoto(await noise(side, height), { ...wish, size: 512 })
    expect(await of(48)).to.include({ width: 48, small: 48 })
    expect(await of(300, 50)).to.include({ width: 50, small: 50 })
    expect(await of(96))
      .to.include({ width: 96 })
      .and.to.not.have.property('small')
    // Nobody asked for more.
    expect(await renderPhoto(await noise(48, 48), { ...wish, size: 32 })).to.not.have.property('small')
    expect(await renderPhoto(await noise(48, 48), { ...wish, produces: 'artwork' })).to.not.have.property(
      'small',
    )
  })

  it('may have 20 megapixels', async () => {
    const large = await sharp({ create: { width: 5472, height: 3648, channels: 3, background: '#946' } })
      .jpeg()
      .toBuffer()
    expect(await renderPhoto(large, { ...wish, size: 512 })).to.include({ width: 512 })
  })
})
