import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { makePngChunk } from '../../src/images/png.ts'

/** Noise, which compresses badly: half of such a file is half of the picture. */
export function noise(width: number, height: number): Promise<Buffer> {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .png()
    .toBuffer()
}

/** A picture of four colours: red and green above, blue and white below. */
export async function quarters(width: number, height: number): Promise<Buffer> {
  const part = (fill: string, x: string, y: string) =>
    `<rect x="${x}" y="${y}" width="50%" height="50%" fill="${fill}"/>`
  const shapes = [
    part('#f00', '0', '0'),
    part('#0f0', '50%', '0'),
    part('#00f', '0', '50%'),
    part('#fff', '50%', '50%'),
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer()
}

/** Three frames of noise. */
export async function animation(format: 'gif' | 'webp'): Promise<Buffer> {
  const raw = await sharp(await noise(40, 120))
    .raw()
    .toBuffer()
  const image = sharp(raw, { raw: { width: 40, height: 120, channels: 3, pageHeight: 40 } })
  return format === 'gif' ? image.gif().toBuffer() : image.webp().toBuffer()
}

/** The colour of one pixel as [red, green, blue, (alpha)]. */
export async function pixelAt(bytes: Uint8Array, x: number, y: number): Promise<number[]> {
  return [...(await sharp(bytes).extract({ left: x, top: y, width: 1, height: 1 }).raw().toBuffer())]
}

/** A drawing as a generator makes it. */
export function svg(body: string, attributes = 'viewBox="0 0 100 100"'): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${body}</svg>`)
}

/** A black PNG of one bit a pixel: any size, in very few bytes. */
export function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)))
  const chunks = [
    makePngChunk('IHDR', header),
    makePngChunk('IDAT', deflateSync(rows)),
    makePngChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}
