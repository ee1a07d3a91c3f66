import { CELL, pixelRow, type Mosaic } from './mosaic.ts'
import type { Picture } from './picture.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b
const COMMENT = 0xfe

/** 16 colours: codes of five bits, as long as the table is cleared before it outgrows them. */
const COLOUR_BITS = 4
const CLEAR = 1 << COLOUR_BITS
const END = CLEAR + 1
const PIXELS_PER_CLEAR = 12

/** A GIF89a without compression. */
export function writeGif(mosaic: Mosaic): Buffer {
  const pixels = mosaic.side * CELL
  const size = Buffer.alloc(4)
  size.writeUInt16LE(pixels, 0)
  size.writeUInt16LE(pixels, 2)
  const colours = Buffer.alloc(3 * CLEAR)
  colours.set(mosaic.colours.flat())
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    size,
    Buffer.from([0x80 | (COLOUR_BITS - 1), 0, 0]),
    colours,
    Buffer.from([EXTENSION, COMMENT]),
    blocks(Buffer.from(mosaic.comment, 'latin1')),
    Buffer.from([IMAGE, 0, 0, 0, 0]),
    size,
    Buffer.from([0, COLOUR_BITS]),
    blocks(codes(mosaic)),
    Buffer.from([TRAILER]),
  ])
}

/** Follows the blocks up to the trailer; `null` is no GIF, or one that was cut off. */
export function readGif(bytes: Buffer): Picture | null {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)) || bytes.length < 14) return null
  const width = bytes.readUInt16LE(6)
  const height = bytes.readUInt16LE(8)
  let at = 13 + tableLength(bytes[10]!)
  const kept = [bytes.subarray(0, at)]
  let images = 0
  while (bytes[at] !== TRAILER) {
    const start = at
    const kind = bytes[at]
    if (kind === IMAGE && at + 10 < bytes.length) {
      images++
      at = endOfBlocks(bytes, at + 11 + tableLength(bytes[at + 9]!))
    } else if (kind === EXTENSION) {
      at = endOfBlocks(bytes, at + 2)
    } else return null
    if (at > bytes.length) return null
    if (kind === IMAGE || bytes[start + 1] !== COMMENT) kept.push(bytes.subarray(start, at))
  }
  if (images === 0 || width === 0 || height === 0) return null
  kept.push(bytes.subarray(at, at + 1))
  return { mediaType: 'image/gif', width, height, plain: () => Buffer.concat(kept) }
}

function tableLength(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** Past the end of the bytes when the last block is missing. */
function endOfBlocks(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!
  return at + 1
}

function codes(mosaic: Mosaic): Buffer {
  const out: number[] = []
  let held = 0
  let bits = 0
  const put = (code: number) => {
    held |= code << bits
    bits += COLOUR_BITS + 1
    for (; bits >= 8; bits -= 8, held >>= 8) out.push(held & 255)
  }
  let written = 0
  for (let y = 0; y < mosaic.side * CELL; y++) {
    for (const colour of pixelRow(mosaic, y)) {
      if (written++ % PIXELS_PER_CLEAR === 0) put(CLEAR)
      put(colour)
    }
  }
  put(END)
  if (bits > 0) out.push(held & 255)
  return Buffer.from(out)
}

function blocks(data: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < data.length; at += 255) {
    const part = data.subarray(at, at + 255)
    parts.push(Buffer.from([part.length]), part)
  }
  return Buffer.concat([...parts, Buffer.from([0])])
}
