import { crc32, deflateSync, inflate } from 'node:zlib'
import { promisify } from 'node:util'
import { CELL, pixelRow, type Mosaic } from './mosaic.ts'
import type { Picture } from './picture.ts'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** Samples of a pixel, by the colour type of the header. */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Larger pictures are refused for their size: there is no need to unpack them. */
const MAX_UNPACKED_PIXELS = 12_000_000
const METADATA = new Set(['tEXt', 'zTXt', 'iTXt', 'tIME', 'eXIf'])
const inflateAsync = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)

interface Chunk {
  type: string
  data: Buffer
  whole: Buffer
}

export function writePng(mosaic: Mosaic): Buffer {
  const pixels = mosaic.side * CELL
  const header = Buffer.alloc(13)
  header.writeUInt32BE(pixels, 0)
  header.writeUInt32BE(pixels, 4)
  header.set([8, 3], 8)
  const rows: Buffer[] = []
  for (let y = 0; y < pixels; y += CELL) {
    const row = Buffer.concat([Buffer.from([0]), pixelRow(mosaic, y)])
    for (let line = 0; line < CELL; line++) rows.push(row)
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\0${mosaic.comment}`, 'latin1')),
    chunk('PLTE', Buffer.from(mosaic.colours.flat())),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Checks every chunk and unpacks the pixels; `null` is no PNG, or a damaged one. */
export async function readPng(bytes: Buffer): Promise<Picture | null> {
  const chunks = chunksOf(bytes)
  const header = chunks?.[0]
  if (!chunks || header?.type !== 'IHDR' || header.data.length !== 13) return null
  const width = header.data.readUInt32BE(0)
  const height = header.data.readUInt32BE(4)
  const channels = CHANNELS[header.data[9]!]
  if (width === 0 || height === 0 || channels === undefined) return null
  if (width * height <= MAX_UNPACKED_PIXELS) {
    const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
    const row = 1 + Math.ceil((width * channels * header.data[8]!) / 8)
    const interlaced = header.data[12] === 1
    // Seven passes have rows of their own: what they add stays below this.
    if (!(await unpacks(packed, row * height, interlaced ? row * height + 8 * (height + width) : 0)))
      return null
  }
  return {
    mediaType: 'image/png',
    width,
    height,
    plain: () =>
      Buffer.concat([
        SIGNATURE,
        ...chunks.filter(({ type }) => !METADATA.has(type)).map(({ whole }) => whole),
      ]),
  }
}

async function unpacks(packed: Buffer, exactly: number, atMost: number): Promise<boolean> {
  try {
    const pixels = await inflateAsync(packed, { maxOutputLength: Math.max(exactly, atMost) + 1 })
    return atMost === 0 ? pixels.length === exactly : pixels.length > 0 && pixels.length <= atMost
  } catch {
    return false
  }
}

function chunksOf(bytes: Buffer): Chunk[] | null {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return null
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    const body = bytes.subarray(at + 4, end - 4)
    if (crc32(body) !== bytes.readUInt32BE(end - 4)) return null
    const type = body.toString('latin1', 0, 4)
    chunks.push({ type, data: body.subarray(4), whole: bytes.subarray(at, end) })
    if (type === 'IEND') return chunks
    at = end
  }
  return null
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(data.length + 12)
  framed.writeUInt32BE(data.length, 0)
  framed.write(type, 4, 'latin1')
  data.copy(framed, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), data.length + 8)
  return framed
}
