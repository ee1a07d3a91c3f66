import { expect } from 'chai'
import sharp from 'sharp'
import { dimensionsOf, formatOf } from '../src/testing/image-format.ts'
import { smallPng } from './small-png.ts'

describe('Telling image formats apart', () => {
  const picture = sharp({ create: { width: 30, height: 20, channels: 4, background: '#1234' } })

  for (const format of ['png', 'jpeg', 'gif', 'webp'] as const) {
    it(`knows ${format}, its width and height`, async () => {
      const bytes = await picture.clone().toFormat(format).toBuffer()
      expect(formatOf(bytes)).to.equal(format)
      expect(dimensionsOf(bytes)).to.deep.equal({ width: 30, height: 20 })
    })
  }

  it('knows the other kinds of WebP', async () => {
    const opaque = sharp({ create: { width: 30, height: 20, channels: 3, background: '#123' } })
    for (const options of [{ lossless: true }, { lossless: false }]) {
      const bytes = await opaque.clone().webp(options).toBuffer()
      expect(dimensionsOf(bytes)).to.deep.equal({ width: 30, height: 20 })
    }
  })

  it('knows SVG, also after a declaration and comments', () => {
    for (const start of ['', '\ufeff', ' \n', '<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg>']) {
      expect(formatOf(Buffer.from(`${start}<svg xmlns="x"/>`))).to.equal('svg')
    }
  })

  it('knows nothing else', () => {
    for (const other of ['', 'BM', '<html><svg/></html>', '%PDF-1.7', '<svgfoo/>']) {
      expect(formatOf(Buffer.from(other))).to.equal(undefined)
    }
  })

  it('does not guess at a header that is cut short', () => {
    expect(dimensionsOf(smallPng(8).subarray(0, 20))).to.equal(undefined)
    expect(dimensionsOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00]))).to.equal(undefined)
  })
})
