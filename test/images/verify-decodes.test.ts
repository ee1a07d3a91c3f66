import { expect } from 'chai'
import sharp from 'sharp'
import { ImageError } from '../../src/images/image-error.ts'
import { verifyDecodes } from '../../src/images/verify-decodes.ts'
import { animation, blackPng, noise, svg } from './sample-images.ts'

async function complaintAbout(bytes: Uint8Array): Promise<string | null> {
  try {
    await verifyDecodes(bytes)
    return null
  } catch (error) {
    expect(error).to.be.instanceOf(ImageError)
    return (error as Error).message
  }
}

async function wholePictures(): Promise<Record<string, Buffer>> {
  const picture = sharp(await noise(300, 200))
  return {
    'a PNG': await picture.png().toBuffer(),
    'an interlaced PNG': await picture.png({ progressive: true }).toBuffer(),
    'a PNG with a palette': await picture.png({ palette: true }).toBuffer(),
    'a JPEG': await picture.jpeg().toBuffer(),
    'a progressive JPEG': await picture.jpeg({ progressive: true }).toBuffer(),
    'a JPEG with metadata': await picture
      .withExif({ IFD0: { Copyright: 'nobody' } })
      .jpeg()
      .toBuffer(),
    'a GIF': await picture.gif().toBuffer(),
    'an animated GIF': await animation('gif'),
    'a WebP': await picture.webp().toBuffer(),
    'an animated WebP': await animation('webp'),
    'an AVIF': await picture.avif().toBuffer(),
    'a TIFF': await picture.tiff({ compression: 'lzw' }).toBuffer(),
  }
}

describe('vouching that bytes are a whole picture', () => {
  it('accepts whole pictures', async () => {
    for (const [what, bytes] of Object.entries(await wholePictures())) {
      expect(await complaintAbout(bytes), what).to.equal(null)
    }
  })

  it('refuses a file that was cut off, wherever that was', async () => {
    for (const [what, bytes] of Object.entries(await wholePictures())) {
      for (const missing of [bytes.length >> 1, bytes.length >> 3, 300, 40, 12, 2, 1]) {
        const complaint = await complaintAbout(bytes.subarray(0, bytes.length - missing))
        expect(complaint, `${what} without its last ${missing} bytes`).to.be.a('string')
      }
    }
  })

  it('forgives what may follow the end of a picture', async () => {
    for (const bytes of [
      await noise(30, 20),
      await sharp(await noise(30, 20))
        .jpeg()
        .toBuffer(),
    ]) {
      expect(await complaintAbout(Buffer.concat([bytes, Buffer.from('left over')]))).to.equal(null)
    }
  })

  it('refuses a PNG of which a bit was turned over, in any chunk', async () => {
    const bytes = await sharp(await noise(60, 40))
      .withExif({ IFD0: { Copyright: 'nobody' } })
      .png()
      .toBuffer()
    for (let at = 8; at < bytes.length; at += 97) {
      const damaged = Buffer.from(bytes)
      damaged[at]! ^= 1
      expect(await complaintAbout(damaged), `byte ${at}`).to.be.a('string')
    }
  })

  it('refuses what is no image', async () => {
    expect(await complaintAbout(Buffer.alloc(0))).to.equal('it is empty')
    expect(await complaintAbout(Buffer.from('<!doctype html><p>Sign in'))).to.equal('it is not an image')
    expect(await complaintAbout(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))).to.match(/HEIC/)
  })

  it('refuses a small file that claims a giant picture, before decoding anything', async () => {
    const bomb = blackPng(16_000, 16_000)
    expect(bomb.byteLength).to.be.below(40_000)
    const started = performance.now()
    expect(await complaintAbout(bomb)).to.equal('it claims 16000 x 16000 pixels; the limit is 100 megapixels')
    expect(performance.now() - started).to.be.below(200)
  })

  it('accepts a large original', async () => {
    expect(await complaintAbout(blackPng(7000, 7000))).to.equal(null)
  })

  it('counts the pixels of all frames', async () => {
    const width = 1000
    const frame = await sharp({ create: { width, height: 1000, channels: 3, background: '#000' } })
      .gif()
      .toBuffer()
    // The same image block again and again, which compresses to nothing.
    const block = frame.subarray(13 + (3 << ((frame[10]! & 7) + 1)), frame.length - 1)
    const head = frame.subarray(0, frame.length - 1 - block.length)
    const bytes = Buffer.concat([head, ...Array.from({ length: 101 }, () => block), Buffer.from(';')])
    expect(await complaintAbout(bytes)).to.match(/1000 x 101000 pixels/)
  })

  it('takes many at the same time', async () => {
    const pictures = await Promise.all(Array.from({ length: 40 }, () => noise(200, 200)))
    await Promise.all(pictures.map((bytes) => verifyDecodes(bytes)))
  })

  it('draws an SVG only when it is safe', async () => {
    expect(await complaintAbout(svg('<path d="M0 0h9v9z"/>'))).to.equal(null)
    expect(await complaintAbout(svg('<script>1</script>'))).to.match(/<script>/)
  })
})
