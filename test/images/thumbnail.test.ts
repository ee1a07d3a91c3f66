import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import sharp from 'sharp'
import { thumbnail, thumbnailBytes, thumbnailSide } from '../../src/images/thumbnail.ts'
import { picture } from '../support/pictures.ts'

const noise = (side: number) =>
  sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })

describe('a thumbnail', () => {
  const svg = new TextEncoder().encode(
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30" fill="teal"/></svg>',
  )
  const sources: [what: string, bytes: () => Promise<Uint8Array>][] = [
    ['a photo', async () => picture('red', 'jpeg')],
    ['an SVG', async () => svg],
    ['a wide picture', async () => noise(64).resize(900, 200, { fit: 'fill' }).png().toBuffer()],
    ['something with much in it', async () => noise(60).resize(600, 600).jpeg({ quality: 95 }).toBuffer()],
    ['noise', async () => noise(500).png().toBuffer()],
  ]
  for (const [what, bytes] of sources)
    it(`of ${what} is a square WebP of at most 2 KB`, async () => {
      const small = await thumbnail(await bytes())
      const { format, width, height } = await sharp(small).metadata()
      expect({ format, width, height }).to.deep.equal({
        format: 'webp',
        width: thumbnailSide,
        height: thumbnailSide,
      })
      expect(small.length).to.be.within(20, thumbnailBytes)
    })

  it('has white where the picture has nothing', async () => {
    const { data } = await sharp(await thumbnail(svg))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([...data.subarray(0, 3)].every((value) => value > 245)).to.equal(true)
  })

  it('of what is none is refused', async () => {
    const refusal = await thumbnail(new TextEncoder().encode('hello')).then(
      () => 'drawn',
      (error: unknown) => (error as Error).message,
    )
    expect(refusal).to.equal('that is not an image')
  })
})
