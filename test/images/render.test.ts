import type { PhotoLimits } from '@avatarctl/sdk'
import { expect } from 'chai'
import sharp from 'sharp'
import { ImageError } from '../../src/images/image-error.ts'
import { renderFile, renderPhoto } from '../../src/images/render.ts'
import { stampRoom } from '../../src/images/stamp.ts'
import { animation, blackPng, noise, pixelAt, quarters, svg } from './sample-images.ts'

const limits: PhotoLimits = {
  mediaTypes: ['image/png', 'image/jpeg'],
  maxBytes: 5_000_000,
  maxPixels: 25_000_000,
  preferredSize: 512,
}
const artwork = { size: 64, limits, produces: 'artwork' } as const
const photo = { size: 64, limits, produces: 'photo' } as const

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).to.be.instanceOf(ImageError)
  return (error as Error).message
}

describe('drawing an SVG', () => {
  it('makes a PNG of exactly the wanted size, transparent where nothing is drawn', async () => {
    const drawn = await renderPhoto(svg('<rect width="50" height="100" fill="#c03"/>'), artwork)
    expect(drawn).to.include({ mediaType: 'image/png', width: 64, height: 64 })
    expect(await sharp(drawn.bytes).metadata()).to.include({
      format: 'png',
      width: 64,
      height: 64,
      depth: 'uchar',
    })
    expect(await pixelAt(drawn.bytes, 10, 10)).to.deep.equal([0xcc, 0x00, 0x33, 255])
    expect((await pixelAt(drawn.bytes, 50, 10))[3]).to.equal(0)
  })

  it('draws at that size from the start: an edge stays an edge', async () => {
    for (const attributes of ['width="2" height="2"', 'width="4000" height="4000"', '']) {
      const drawn = await renderPhoto(
        svg('<rect width="50" height="100"/>', `viewBox="0 0 100 100" ${attributes}`),
        artwork,
      )
      expect((await pixelAt(drawn.bytes, 31, 5))[3], attributes).to.equal(255)
      expect((await pixelAt(drawn.bytes, 32, 5))[3], attributes).to.equal(0)
    }
  })

  it('fits in what is not square', async () => {
    const drawn = await renderPhoto(svg('<rect width="200" height="100"/>', 'viewBox="0 0 200 100"'), artwork)
    expect((await pixelAt(drawn.bytes, 32, 4))[3]).to.equal(0)
    expect((await pixelAt(drawn.bytes, 1, 32))[3]).to.equal(255)
  })

  it('gives the same bytes every time', async () => {
    const drawing = svg('<circle cx="50" cy="50" r="40" fill="#3a7"/>')
    const drawn = await Promise.all(
      Array.from({ length: 6 }, () => renderPhoto(drawing, { ...artwork, size: 200 })),
    )
    for (const one of drawn) expect(Buffer.compare(one.bytes, drawn[0]!.bytes)).to.equal(0)
  })

  it('refuses what is not safe, with the reason', async () => {
    expect(await refusal(renderPhoto(svg('<text>A</text>'), artwork))).to.match(/^the SVG has <text>/)
  })

  it('refuses what claims an absurd size, but not a fine grid', async () => {
    const huge = svg('', 'viewBox="0 0 1 1" width="16000" height="16000"')
    expect(await refusal(renderPhoto(huge, artwork))).to.match(/claims 16000 x 16000 pixels; the limit is/)
    const fine = svg('<rect width="20000" height="20000"/>', 'viewBox="0 0 20000 20000"')
    expect(await renderPhoto(fine, artwork)).to.include({ width: 64 })
  })

  it('refuses what cannot be drawn', async () => {
    expect(await refusal(renderPhoto(svg('', 'width="0" height="0"'), artwork))).to.match(/cannot be drawn/)
  })
})

describe('a photo from any image', () => {
  it('is a square JPEG without metadata, never larger than its source', async () => {
    const source = await sharp(await noise(90, 50))
      .withExif({ IFD0: { Copyright: 'somebody' } })
      .jpeg()
      .toBuffer()
    const made = await renderPhoto(source, photo)
    expect(made).to.include({ mediaType: 'image/jpeg', width: 50, height: 50 })
    const header = await sharp(made.bytes).metadata()
    expect(header).to.include({ width: 50, height: 50, chromaSubsampling: '4:4:4', space: 'srgb' })
    expect(header).to.not.have.any.keys('exif', 'icc', 'xmp', 'iptc')
  })

  it('is the right way up', async () => {
    const turned = await sharp(await quarters(80, 80))
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const made = await renderPhoto(turned, photo)
    const [red = 0, green = 0, blue = 0] = await pixelAt(made.bytes, 10, 10)
    expect(red).to.be.above(200)
    expect(Math.max(green, blue)).to.be.below(60)
  })

  it('is cropped as wished', async () => {
    const tall = await quarters(60, 120)
    const ends = async (crop: 'top' | 'centre' | 'contain') => {
      const { bytes, width } = await renderPhoto(tall, { ...artwork, size: 60, crop })
      return [await pixelAt(bytes, 20, 2), await pixelAt(bytes, 20, width - 3)]
    }
    expect(await ends('top')).to.deep.equal([
      [255, 0, 0],
      [255, 0, 0],
    ])
    expect(await ends('centre')).to.deep.equal([
      [255, 0, 0],
      [0, 0, 255],
    ])
    expect((await ends('contain')).map(([red, , blue, alpha]) => [red, blue, alpha])).to.deep.equal([
      [255, 0, 255],
      [0, 255, 255],
    ])
  })

  it('is white where the source was transparent, as JPEG only', async () => {
    const source = await sharp({ create: { width: 80, height: 80, channels: 4, background: '#f000' } })
      .png()
      .toBuffer()
    const jpeg = await renderPhoto(source, photo)
    expect(await pixelAt(jpeg.bytes, 5, 5)).to.deep.equal([255, 255, 255])
    const png = await renderPhoto(source, artwork)
    expect((await pixelAt(png.bytes, 5, 5))[3]).to.equal(0)
  })

  it('has the colours of a CMYK or 16 bit source', async () => {
    const red = sharp({ create: { width: 70, height: 70, channels: 3, background: '#e01020' } })
    const cmyk = await red
      .clone()
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer()
    const deep = await red.clone().toColourspace('rgb16').png().toBuffer()
    for (const source of [cmyk, deep]) {
      const [r = 0, g = 0, b = 0] = await pixelAt((await renderPhoto(source, photo)).bytes, 30, 30)
      expect(r).to.be.within(205, 240)
      expect(g).to.be.below(50)
      expect(b).to.be.below(70)
    }
  })

  it('shows the first frame of an animation', async () => {
    const made = await renderPhoto(await animation('gif'), artwork)
    expect(await sharp(made.bytes).metadata()).to.include({ width: 40, height: 40, format: 'png' })
  })

  it('passes on byte for byte what is a photo already', async () => {
    const png = await noise(64, 64)
    const jpeg = await sharp(png).jpeg().toBuffer()
    for (const source of [png, jpeg]) {
      for (const wish of [artwork, photo]) {
        const { bytes } = await renderPhoto(source, wish)
        expect(bytes).to.equal(source)
      }
    }
  })

  it('does not pass on what only looks like one', async () => {
    const whole = await noise(64, 64)
    const sources = {
      'too large': await noise(65, 65),
      'with its place of taking': await sharp(whole)
        .withExif({ IFD3: { GPSLatitudeRef: 'N' } })
        .jpeg()
        .toBuffer(),
      'of another colour space': await sharp(whole).withIccProfile('p3').png().toBuffer(),
      'of a type that is not accepted': await sharp(whole).webp().toBuffer(),
    }
    for (const [what, source] of Object.entries(sources)) {
      const { bytes, width } = await renderPhoto(source, photo)
      expect(bytes, what).to.not.equal(source)
      expect(width, what).to.equal(64)
    }
    expect(await refusal(renderPhoto(whole.subarray(0, whole.length - 500), photo))).to.match(/cut off/)
  })
})

describe('the limits of a directory', () => {
  it('decide the type', async () => {
    const drawing = svg('<rect width="100" height="100" fill="#123456"/>')
    const typeFor = async (mediaTypes: string[], produces: 'artwork' | 'photo') =>
      (await renderPhoto(drawing, { size: 32, produces, limits: { ...limits, mediaTypes } })).mediaType
    expect(await typeFor(['image/jpeg', 'image/png'], 'artwork')).to.equal('image/png')
    expect(await typeFor(['image/png', 'image/jpg'], 'photo')).to.equal('image/jpeg')
    expect(await typeFor(['image/jpg', 'image/gif'], 'artwork')).to.equal('image/jpeg')
    expect(await typeFor(['image/bmp', 'image/gif'], 'artwork')).to.equal('image/gif')
    expect(await typeFor(['image/webp'], 'photo')).to.equal('image/webp')
    expect(
      await refusal(renderPhoto(drawing, { ...artwork, limits: { ...limits, mediaTypes: ['image/bmp'] } })),
    ).to.match(/image\/bmp/)
  })

  it('decide the size', async () => {
    const drawing = svg('<rect width="100" height="100"/>')
    expect(
      await renderPhoto(drawing, { ...artwork, limits: { ...limits, maxPixels: 48 * 48 + 5 } }),
    ).to.include({
      width: 48,
      height: 48,
    })
  })

  it('are kept by less quality, then by fewer pixels, with room for a stamp', async () => {
    const source = await noise(600, 600)
    for (const produces of ['artwork', 'photo'] as const) {
      for (const maxBytes of [100_000, 20_000, 3_000]) {
        const made = await renderPhoto(source, { size: 512, produces, limits: { ...limits, maxBytes } })
        expect(made.bytes.byteLength + stampRoom).to.be.at.most(maxBytes)
        expect(await sharp(made.bytes).metadata()).to.include({ width: made.width, height: made.height })
      }
    }
  })

  it('are named when nothing helps', async () => {
    const wish = { ...photo, limits: { ...limits, maxBytes: 700 } }
    expect(await refusal(renderPhoto(await noise(200, 200), wish))).to.match(
      /bytes even at \d+ x \d+, .*limit is 700/,
    )
  })
})

describe('what is no image for a photo', () => {
  it('is refused with the reason', async () => {
    expect(await refusal(renderPhoto(Buffer.alloc(0), photo))).to.equal('the image is empty')
    expect(await refusal(renderPhoto(Buffer.from('<p>Sign in</p>'), photo))).to.equal('that is not an image')
    expect(await refusal(renderPhoto(Buffer.from('\0\0\0\x10ftypheic\0\0\0\0', 'latin1'), photo))).to.match(
      /HEIC.*JPEG/,
    )
    expect(await refusal(renderPhoto(blackPng(6000, 5000), photo))).to.equal(
      'the image claims 6000 x 5000 pixels; the limit is 25 megapixels',
    )
    const jpeg = await sharp(await noise(300, 300))
      .jpeg()
      .toBuffer()
    expect(await refusal(renderPhoto(jpeg.subarray(0, jpeg.length / 2), photo))).to.match(/cut off/)
  })
})

describe('a file of a given format', () => {
  it('is drawn as PNG or JPEG, without limits', async () => {
    const drawing = svg('<circle cx="50" cy="50" r="50" fill="#0af"/>')
    const png = await renderFile(drawing, { size: 1000, format: 'png' })
    const jpeg = await renderFile(drawing, { size: 1000, format: 'jpeg' })
    expect(png).to.include({ mediaType: 'image/png', width: 1000 })
    expect(jpeg).to.include({ mediaType: 'image/jpeg', width: 1000 })
    expect(await pixelAt(jpeg.bytes, 2, 2)).to.deep.equal([255, 255, 255])
  })
})
