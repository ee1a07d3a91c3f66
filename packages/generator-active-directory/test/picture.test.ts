import { expect } from 'chai'
import sharp from 'sharp'
import { photoIn, timeIn } from '../src/photo.ts'
import { looksLike, pictureIn } from '../src/picture.ts'

const wish = { photos: ['jpegPhoto', 'thumbnailPhoto'], choose: 'largest' } as const

function drawn(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } })
}

describe('what an attribute for photos has', () => {
  it('is told by its first bytes, and measured by its header', async () => {
    const made = {
      jpeg: drawn(37, 53).jpeg(),
      progressive: drawn(37, 53).jpeg({ progressive: true }),
      'with an EXIF header': drawn(37, 53)
        .withExif({ IFD0: { Artist: 'Ada' } })
        .jpeg(),
      png: drawn(37, 53).png(),
      gif: drawn(37, 53).gif(),
      'lossy WebP': drawn(37, 53).webp(),
      'lossless WebP': drawn(37, 53).webp({ lossless: true }),
      'WebP with metadata': drawn(37, 53)
        .withExif({ IFD0: { Artist: 'Ada' } })
        .webp(),
    }
    for (const [what, image] of Object.entries(made)) {
      const found = pictureIn(await image.toBuffer())
      expect([found?.width, found?.height], what).to.deep.equal([37, 53])
    }
  })

  it('is of no use when it is cut off, whatever its format', async () => {
    for (const image of [drawn(99, 99).jpeg(), drawn(99, 99).png(), drawn(99, 99).webp()]) {
      const bytes = await image.toBuffer()
      for (const length of [1, 3, 11, 20, bytes.length - 20])
        expect(pictureIn(bytes.subarray(0, length)), String(length)).to.equal(undefined)
      expect(looksLike(bytes.subarray(0, 40))).to.equal('a picture that is cut off')
    }
  })

  it('is said in words when it is something else', async () => {
    expect(looksLike(Buffer.from('BM......'))).to.equal('a BMP')
    expect(looksLike(await drawn(9, 9).tiff().toBuffer())).to.equal('a TIFF')
    expect(looksLike(await drawn(9, 9).avif().toBuffer())).to.equal('HEIC or AVIF')
    expect(looksLike(Buffer.from('<html>'))).to.equal('no picture')
  })

  it('is none where there is no value, an empty text or no byte, however the library has it', () => {
    for (const value of [[], '', Buffer.alloc(0), [Buffer.alloc(0), Buffer.alloc(0)]])
      expect(photoIn({ dn: 'cn=ada', jpegPhoto: value, thumbnailPhoto: [] }, wish)).to.equal(undefined)
    expect(photoIn(undefined, wish)).to.equal(undefined)
  })

  it('is taken as one value or as several, with an option in its name or not', async () => {
    const [one, other] = [await drawn(40, 40).jpeg().toBuffer(), await drawn(60, 60).jpeg().toBuffer()]
    expect(photoIn({ dn: 'cn=ada', jpegPhoto: one }, wish)?.bytes).to.deep.equal(one)
    expect(photoIn({ dn: 'cn=ada', JPEGPhoto: [one, other] }, wish)?.bytes).to.deep.equal(other)
    expect(photoIn({ dn: 'cn=ada', 'jpegPhoto;binary': one }, wish)?.bytes).to.deep.equal(one)
  })

  it('has the time of a change as servers write it', () => {
    expect(timeIn('20261127182500.0Z')?.toISOString()).to.equal('2026-11-27T18:25:00.000Z')
    expect(timeIn('20261127182500Z')?.toISOString()).to.equal('2026-11-27T18:25:00.000Z')
    expect(timeIn('yesterday')).to.equal(undefined)
  })
})
