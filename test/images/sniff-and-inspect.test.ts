import { expect } from 'chai'
import sharp from 'sharp'
import { inspectImage } from '../../src/images/inspect.ts'
import { sniffMediaType } from '../../src/images/sniff-media-type.ts'
import { animation, noise, svg } from './sample-images.ts'

describe('recognising an image', () => {
  it('goes by the bytes and tells the size from the header', async () => {
    const picture = sharp(await noise(30, 20))
    const images = {
      'image/png': await picture.png().toBuffer(),
      'image/jpeg': await picture.jpeg().toBuffer(),
      'image/gif': await picture.gif().toBuffer(),
      'image/webp': await picture.webp().toBuffer(),
      'image/tiff': await picture.tiff().toBuffer(),
      'image/avif': await picture.avif().toBuffer(),
      'image/svg+xml': svg('', 'width="30" height="20"'),
    }
    for (const [mediaType, bytes] of Object.entries(images)) {
      expect(sniffMediaType(bytes)).to.equal(mediaType)
      expect(await inspectImage(bytes)).to.deep.equal({ mediaType, width: 30, height: 20 })
    }
  })

  it('gives the size of one frame of an animation', async () => {
    expect(await inspectImage(await animation('gif'))).to.include({ width: 40, height: 40 })
  })

  it('reads the header of half a file, because nothing is decoded', async () => {
    const bytes = await noise(300, 200)
    expect(await inspectImage(bytes.subarray(0, bytes.length / 2))).to.include({ width: 300, height: 200 })
  })

  it('recognises HEIC, though it cannot be decoded', () => {
    const box = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
    expect(sniffMediaType(box)).to.equal('image/heic')
  })

  it('takes nothing else for an image', async () => {
    const others = [
      '',
      '<!doctype html><html><body><svg></svg></body></html>',
      'BM not ours',
      '{"error":"no"}',
      '%PDF-1.7',
    ]
    for (const text of others) {
      expect(sniffMediaType(Buffer.from(text)), text).to.equal(null)
      expect(await inspectImage(Buffer.from(text)), text).to.equal(null)
    }
    expect(await inspectImage(Buffer.from('\x89PNG\r\n\x1a\nand no more', 'latin1'))).to.equal(null)
    expect(await inspectImage(Buffer.from('<svg width="5'))).to.equal(null)
  })
})

describe('the size of an SVG', () => {
  const cases: [string, number, number][] = [
    ['width="30" height="20"', 30, 20],
    ['width="1in" height="2.54cm"', 96, 96],
    ['viewBox="0 0 762 500"', 762, 500],
    ['width="100%" height="100%" viewBox="0,0,80,40"', 80, 40],
    ['', 300, 150],
    ['width="1e9" height="-3"', 300, 150],
  ]
  for (const [attributes, width, height] of cases) {
    it(`${attributes || 'no attribute'}: ${width} x ${height}`, async () => {
      expect(await inspectImage(svg('', attributes))).to.include({ width, height })
    })
  }

  it('is found after what may stand before the root', async () => {
    const prolog = '\ufeff<?xml version="1.0"?>\n<!-- <svg width="1"> -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n'
    const bytes = Buffer.concat([Buffer.from(prolog), svg('', 'width="7" height="8"')])
    expect(await inspectImage(bytes)).to.deep.equal({ mediaType: 'image/svg+xml', width: 7, height: 8 })
  })
})
