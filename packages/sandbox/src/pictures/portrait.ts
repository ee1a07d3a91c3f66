import { pick, pickWeighted, randomFrom } from '../random.ts'
import { writeGif } from './gif.ts'
import { writeJpeg } from './jpeg-write.ts'
import type { Mosaic } from './mosaic.ts'
import type { Picture } from './picture.ts'
import { writePng } from './png.ts'

type Colour = readonly [number, number, number]

const SIDE = 16
const SKINS = ['f6d7c3', 'eec1a0', 'd9a27c', 'b97a56', '8d5b3e', '5d3a28'].map(colour)
const HAIRS = ['1f1a17', '4a2f1d', '8a5a2b', 'd8b26a', 'a8482c', 'c9c9c9', '5b5f66'].map(colour)
const SHIRTS = ['2f5d8a', '7a2e3a', '3c6e47', 'c08a2e', '5b4b8a', '2b2f36', 'd7dbe0', 'b4552d'].map(colour)
const WALLS = ['dfe7ee', 'e9e2d6', 'd7e3d4', 'e6d7df', 'cfd6e6', 'f2efe8'].map(colour)

/** Positions in the colours of a portrait. */
const WALL = 0
const SKIN = 1
const HAIR = 2
const SHIRT = 3
const STRIPE = 4
const DARK = 5

const FORMATS = [
  ['image/png', 55],
  ['image/jpeg', 35],
  ['image/gif', 10],
] as const satisfies [Picture['mediaType'], number][]

const WRITERS = { 'image/png': writePng, 'image/jpeg': writeJpeg, 'image/gif': writeGif }

export function portraitMediaType(seed: number, number: number): Picture['mediaType'] {
  return pickWeighted(randomFrom(seed, 'portrait format', number), FORMATS)
}

/** A face made up from these two numbers, 128 by 128 pixels. No two numbers have the same. */
export function portrait(seed: number, number: number): Buffer {
  const random = randomFrom(seed, 'portrait', number)
  const shirt = pick(random, SHIRTS)
  const stripe = shirt.map((value) => (value > 128 ? value - 40 : value + 40)) as unknown as Colour
  const mosaic: Mosaic = {
    side: SIDE,
    cells: new Uint8Array(SIDE * SIDE).fill(WALL),
    colours: [pick(random, WALLS), pick(random, SKINS), pick(random, HAIRS), shirt, stripe, [32, 28, 30]],
    comment: `Made-up portrait ${seed}/${number}`,
  }
  drawHead(mosaic.cells, pick(random, ['short', 'long', 'bald', 'fringe']))
  drawShirt(mosaic.cells, number)
  return WRITERS[portraitMediaType(seed, number)](mosaic)
}

/** What a service might show for somebody without a photo. */
export function placeholderPortrait(): Buffer {
  const cells = new Uint8Array(SIDE * SIDE).fill(WALL)
  fill(cells, 5, 10, 3, 9, 1)
  fill(cells, 3, 12, 11, 15, 1)
  const colours: Colour[] = [colour('e3e5e8'), colour('b9bec5')]
  return writePng({ side: SIDE, cells, colours, comment: 'No photo' })
}

function drawHead(cells: Uint8Array, hair: string): void {
  fill(cells, 5, 10, 3, 9, SKIN)
  fill(cells, 7, 8, 10, 10, SKIN)
  if (hair !== 'bald') fill(cells, 5, 10, 2, 3, HAIR)
  if (hair === 'long') {
    fill(cells, 4, 4, 3, 10, HAIR)
    fill(cells, 11, 11, 3, 10, HAIR)
  }
  if (hair === 'fringe') fill(cells, 5, 8, 4, 4, HAIR)
  fill(cells, 6, 6, 6, 6, DARK)
  fill(cells, 9, 9, 6, 6, DARK)
  fill(cells, 7, 8, 8, 8, DARK)
}

/** The pattern of the shirt is the number in binary, which makes each portrait one of its kind. */
function drawShirt(cells: Uint8Array, number: number): void {
  fill(cells, 4, 11, 11, 11, SHIRT)
  fill(cells, 3, 12, 12, 15, SHIRT)
  for (let bit = 0; bit < 32; bit++) {
    if ((number >>> bit) & 1) cells[(12 + (bit >> 3)) * SIDE + 4 + (bit & 7)] = STRIPE
  }
}

function fill(cells: Uint8Array, left: number, right: number, top: number, bottom: number, value: number) {
  for (let y = top; y <= bottom; y++) cells.fill(value, y * SIDE + left, y * SIDE + right + 1)
}

function colour(hex: string): Colour {
  const value = Number.parseInt(hex, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
