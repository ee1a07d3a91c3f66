import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { renderFile } from '../../src/images/render.ts'
import { type Drawn, isRenewal, renewal } from './golden-sheet.ts'

/** Small: a mistake in a mask, a gradient or a path shows at this size, and the file is renewed with every drawing. */
const side = 32
const columns = 10

/**
 * How far faces may be apart, of 255: a new version of the rasteriser smooths edges a little differently. Another
 * letter, shape or colour is further away.
 */
const tolerance = { mean: 1.5, most: 64 }

/**
 * Throws where pictures, drawn as PNG in the way of every photo, do not look as they do in the golden sheet of faces;
 * writes the sheet instead where golden files are renewed and it looks different.
 */
export async function mustLookGolden(
  file: string,
  drawn: readonly Drawn[],
  { renew = isRenewal } = {},
): Promise<void> {
  const now = await Promise.all(drawn.map(async ({ svg }) => (svg === null ? nothing : await faceOf(svg))))
  const golden = existsSync(file) ? await facesIn(readFileSync(file), drawn.length) : undefined
  const others = drawn.filter((_, index) => !looksLike(now[index], golden?.[index])).map(({ id }) => id)
  if (others.length === 0) return
  if (renew) {
    await sheetOf(now).toFile(file)
    return
  }
  const what = golden ? `${others.join(', ')} looks different as a PNG` : 'is missing'
  throw new Error(`The golden faces ${path.basename(file)}: ${what}. ${renewal}`)
}

/** Whether two pictures of the same size, as RGBA, are the same but for how their edges are smoothed. */
export function looksLike(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (!one || one.length !== other?.length) return false
  const apart = Array.from(one, (value, index) => Math.abs(value - (other[index] ?? 0)))
  const sum = apart.reduce((total, value) => total + value, 0)
  return sum / apart.length <= tolerance.mean && Math.max(...apart) <= tolerance.most
}

/** A picture as RGBA, at the size of a golden face. */
export async function faceOf(svg: string): Promise<Buffer> {
  const { bytes } = await renderFile(new TextEncoder().encode(svg), { size: side, format: 'png' })
  return await sharp(bytes).ensureAlpha().raw().toBuffer()
}

const nothing = Buffer.alloc(side * side * 4)

function sheetOf(faces: readonly Buffer[]): Sharp {
  const rows = Math.ceil(faces.length / columns)
  const create = { width: columns * side, height: rows * side, channels: 4, background: '#0000' } as const
  return sharp({ create })
    .composite(
      faces.map((face, index) => ({
        input: face,
        raw: { width: side, height: side, channels: 4 },
        ...placeOf(index),
      })),
    )
    .png({ palette: false, compressionLevel: 9 })
}

async function facesIn(sheet: Uint8Array, count: number): Promise<Buffer[] | undefined> {
  const { width, height } = await sharp(sheet).metadata()
  if (width !== columns * side || height !== Math.ceil(count / columns) * side) return undefined
  const cut = (_: unknown, index: number) =>
    sharp(sheet)
      .extract({ ...placeOf(index), width: side, height: side })
      .ensureAlpha()
      .raw()
      .toBuffer()
  return await Promise.all(Array.from({ length: count }, cut))
}

function placeOf(index: number): { left: number; top: number } {
  return { left: (index % columns) * side, top: Math.floor(index / columns) * side }
}
