import type { Mosaic } from './mosaic.ts'

/** Lengths of the codes for the sizes 0 to 11 of a difference, as in the example table of the standard. */
const SIZE_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
const SIZE_CODES = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110']
/** The only code of its table: nothing varies within a block. */
const END_OF_BLOCK = '0'

/** A baseline JPEG: each cell is one block, of which only the mean is stored. */
export function writeJpeg(mosaic: Mosaic): Buffer {
  const pixels = mosaic.side * 8
  const components = [1, 2, 3].flatMap((id) => [id, 0x11, 0])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xfe, Buffer.from(mosaic.comment, 'latin1')),
    // Each mean is stored as eight times its value: divided by eight it is exact.
    segment(0xdb, Buffer.from([0, ...new Array<number>(64).fill(8)])),
    segment(0xc0, Buffer.from([8, pixels >> 8, pixels & 255, pixels >> 8, pixels & 255, 3, ...components])),
    segment(0xc4, Buffer.from([0x00, ...SIZE_COUNTS, ...Array.from({ length: 12 }, (_, size) => size)])),
    segment(0xc4, Buffer.from([0x10, 1, ...new Array<number>(15).fill(0), 0])),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
    scan(mosaic),
    Buffer.from([0xff, 0xd9]),
  ])
}

function scan(mosaic: Mosaic): Buffer {
  const means = mosaic.colours.map(toYcc)
  const last = [0, 0, 0]
  const bits: string[] = []
  for (const cell of mosaic.cells) {
    means[cell]!.forEach((mean, component) => {
      bits.push(difference(mean - last[component]!), END_OF_BLOCK)
      last[component] = mean
    })
  }
  const out: number[] = []
  for (const bytes of bits.join('').match(/.{1,8}/g) ?? []) {
    const byte = Number.parseInt(bytes.padEnd(8, '1'), 2)
    out.push(byte)
    // A zero after it tells a byte of the picture from a marker.
    if (byte === 0xff) out.push(0)
  }
  return Buffer.from(out)
}

function difference(value: number): string {
  if (value === 0) return SIZE_CODES[0]!
  const size = 32 - Math.clz32(Math.abs(value))
  const bits = value > 0 ? value : value + 2 ** size - 1
  return SIZE_CODES[size]! + bits.toString(2).padStart(size, '0')
}

/** Brightness and the two colour differences, each about zero. */
function toYcc([red, green, blue]: readonly [number, number, number]): [number, number, number] {
  const rounded = (value: number) => Math.max(-128, Math.min(127, Math.round(value)))
  return [
    rounded(0.299 * red + 0.587 * green + 0.114 * blue - 128),
    rounded(-0.168736 * red - 0.331264 * green + 0.5 * blue),
    rounded(0.5 * red - 0.418688 * green - 0.081312 * blue),
  ]
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}
