import { expect } from 'chai'
import fc from 'fast-check'
import sharp from 'sharp'
import { ImageError } from '../../src/images/image-error.ts'
import { renderPhoto } from '../../src/images/render.ts'
import { tiff, withJpegSegment } from './photo-makers.ts'
import { animation, blackPng, noise } from './sample-images.ts'

const limits = {
  ...{ mediaTypes: ['image/jpeg'], maxBytes: 5_000_000, maxPixels: 25_000_000, preferredSize: 512 },
}
const wish = { size: 32, limits, produces: 'photo' } as const

/** What becomes of bytes: the pixels of a photo, or the reason why there is none. */
async function developed(bytes: Uint8Array): Promise<Buffer | string> {
  try {
    return await sharp((await renderPhoto(bytes, wish)).bytes)
      .raw()
      .toBuffer()
  } catch (error) {
    expect(error).to.be.instanceOf(ImageError)
    return (error as Error).message
  }
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const answer = await developed(bytes)
  return typeof answer === 'string' ? answer : expect.fail('It was taken for an image')
}

describe('a photo that is not whole', () => {
  const photos = async (): Promise<Record<string, Buffer>> => {
    const picture = sharp(await noise(96, 80))
    const pixels = await picture.clone().raw().toBuffer()
    return {
      JPEG: await picture.clone().jpeg().toBuffer(),
      'progressive JPEG': await picture.clone().jpeg({ progressive: true }).toBuffer(),
      PNG: await picture.clone().png().toBuffer(),
      'interlaced PNG': await picture.clone().png({ progressive: true }).toBuffer(),
      WebP: await picture.clone().webp().toBuffer(),
      'lossless WebP': await picture.clone().webp({ lossless: true }).toBuffer(),
      'moving WebP': await animation('webp'),
      GIF: await picture.clone().gif().toBuffer(),
      'moving GIF': await animation('gif'),
      TIFF: tiff(pixels, { width: 96, height: 80, channels: 3 }),
      'TIFF with its directory at the end': await picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
      AVIF: await picture.clone().avif({ effort: 0 }).toBuffer(),
    }
  }

  it('is refused wherever it was cut off, or is as good as the whole: never half a picture', async function () {
    this.timeout(120_000)
    for (const [what, whole] of Object.entries(await photos())) {
      const expected = await developed(whole)
      expect(expected, what).to.be.instanceOf(Buffer)
      const step = Math.max(1, Math.floor(whole.length / 150))
      const cuts = Array.from({ length: Math.floor(whole.length / step) }, (_, index) => index * step)
      for (const at of [...cuts, ...[1, 2, 3, 8, 12, 13].map((back) => whole.length - back)]) {
        const answer = await developed(whole.subarray(0, at))
        if (typeof answer !== 'string')
          expect(answer.equals(expected as Buffer), `${what} cut at ${at}`).to.equal(true)
      }
    }
  })

  it('is said to be cut off', async () => {
    for (const [what, whole] of Object.entries(await photos())) {
      const name = what.replace(/.*?(JPEG|PNG|WebP|GIF|TIFF|AVIF).*/, '$1')
      expect(await refusal(whole.subarray(0, whole.length * 0.7)), what).to.equal(`the ${name} is cut off`)
    }
  })

  it('is refused although something has put an end to it', async () => {
    const picture = sharp(await noise(200, 160))
    for (const progressive of [false, true]) {
      const whole = await picture.clone().jpeg({ progressive }).toBuffer()
      for (const part of [0.3, 0.6]) {
        const ended = Buffer.concat([whole.subarray(0, whole.length * part), Buffer.from([0xff, 0xd9])])
        expect(await refusal(ended)).to.equal('the JPEG is damaged: a part of the picture is missing')
      }
    }
  })

  it('is not one with a few bytes too many, between or after its parts', async () => {
    const whole = await sharp(await noise(64, 64))
      .jpeg({ progressive: true })
      .toBuffer()
    const stuffed = Buffer.concat([
      whole.subarray(0, -2),
      Buffer.alloc(9, 7),
      whole.subarray(-2),
      Buffer.alloc(99, 7),
    ])
    expect(await developed(stuffed)).to.be.instanceOf(Buffer)
  })

  it('never ends anything but this one photo, whatever is in its bytes', async function () {
    this.timeout(60_000)
    const samples = Object.values(await photos())
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (sample, changes) => {
          const bytes = Buffer.from(sample)
          for (const [place, value] of changes) bytes[Math.floor(place * (bytes.length - 1))] = value
          await developed(bytes)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('what people hand in by mistake', () => {
  it('is refused by what it is', async () => {
    expect(await refusal(Buffer.alloc(0))).to.equal('the image is empty')
    expect(await refusal(Buffer.from('name,email\n'))).to.equal('that is not an image')
    const others = {
      ...{ 'a PDF': '%PDF-1.7\n', 'an archive': 'PK\x03\x04', BMP: 'BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0' },
      ...{ 'a film': '\0\0\0\x18ftypisom', 'a Photoshop file': '8BPS\0\x01', 'JPEG XL': '\xff\x0a' },
    }
    for (const [what, start] of Object.entries(others))
      expect(await refusal(Buffer.from(start, 'latin1'))).to.equal(
        `that is ${what}, which cannot be read here: save the picture as JPEG`,
      )
    expect(await refusal(Buffer.alloc(5000))).to.equal('that is not an image')
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
    expect(await refusal(heic)).to.equal('the image is HEIC, which cannot be decoded here: save it as JPEG')
  })

  it('is said to be a web page where it is one', async () => {
    const pages = [
      '<!DOCTYPE html><html><body>Sign in</body></html>',
      '\ufeff\r\n  <html lang="en">',
      '<?xml version="1.0"?>\n<!-- saved from url=(0014)about:internet -->\n<!doctype HTML>',
      '<head><title>404</title>',
      '<script>location = "/login"</script>',
    ]
    for (const page of [
      ...pages.map((text) => Buffer.from(text)),
      Buffer.from(`\ufeff${pages[0]}`, 'utf16le'),
    ])
      expect(await refusal(page)).to.match(/^that is a web page \(HTML\), not an image$/)
  })

  it('is refused before anything is decoded, where its header claims too many pixels', async () => {
    const bomb = blackPng(16_000, 16_000)
    expect(bomb.length).to.be.below(35_000)
    const claims: Record<string, Buffer> = { png: bomb, gif: await gifOf(16_000, 16_000) }
    const before = process.memoryUsage.rss()
    for (const [what, claim] of Object.entries(claims))
      expect(await refusal(claim), what).to.equal(
        'the image claims 16000 x 16000 pixels; the limit is 25 megapixels',
      )
    expect(process.memoryUsage.rss() - before).to.be.below(100_000_000)
    const wide = await sharp({ create: { width: 16_383, height: 2000, channels: 3, background: 'red' } })
      .webp({ effort: 0 })
      .toBuffer()
    expect(await refusal(wide)).to.match(/claims 16383 x 2000 pixels/)
  })

  it('is refused as SVG with scripts, or with references to somewhere else', async () => {
    const drawn = (body: string) =>
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">${body}</svg>`,
      )
    for (const body of [
      '<script>alert(1)</script>',
      '<image href="https://example.org/a.png" width="9" height="9"/>',
      '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
      '<rect width="9" height="9" onclick="x()"/>',
      '<foreignObject><p>x</p></foreignObject>',
    ])
      expect(await refusal(drawn(body)), body).to.match(/^the SVG /)
    expect(await developed(drawn('<rect width="9" height="9"/>'))).to.be.instanceOf(Buffer)
  })

  it('may be called what it is not: its bytes tell', async () => {
    const inside = await sharp(await noise(40, 40))
      .webp()
      .toBuffer()
    expect(await developed(inside)).to.be.instanceOf(Buffer)
    const segment = withJpegSegment(await sharp(inside).jpeg().toBuffer(), 0xe1, Buffer.from('<html>'))
    expect(await developed(segment)).to.be.instanceOf(Buffer)
  })
})

/** A GIF whose header claims that size. */
async function gifOf(width: number, height: number): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .gif()
    .toBuffer()
  const frame = bytes.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 8, 0, 8, 0]))
  for (const at of [6, frame + 5]) {
    bytes.writeUInt16LE(width, at)
    bytes.writeUInt16LE(height, at + 2)
  }
  return bytes
}
