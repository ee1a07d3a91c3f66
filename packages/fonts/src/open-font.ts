import { readFile } from 'node:fs/promises'
import type * as HarfBuzz from 'harfbuzzjs'
import type { Face, Font, SvgPathCommand } from 'harfbuzzjs'
import { pathOf, weights, type Weight } from './font-files.ts'

/** A font with the glyphs that were drawn already: fetching an outline takes most of the time. */
export interface OpenFont {
  harfbuzz: typeof HarfBuzz
  font: Font
  outlines: Map<number, SvgPathCommand[]>
}

interface OpenFace {
  harfbuzz: typeof HarfBuzz
  face: Face
}

/** Every weight of a variable font comes from one file, which is unpacked once. */
const faces = new Map<string, Promise<OpenFace>>()
const fonts = new Map<string, Promise<OpenFont>>()
let unpacking: Promise<unknown> = Promise.resolve()

/** The font in a file, with this weight; every file stays open. */
export function fontAt(name: string, weight: Weight): Promise<OpenFont> {
  const key = `${weight} ${name}`
  const font = fonts.get(key) ?? open(name, weight)
  fonts.set(key, font)
  return font
}

async function open(name: string, weight: Weight): Promise<OpenFont> {
  const opening = faces.get(name) ?? openFace(name)
  faces.set(name, opening)
  const { harfbuzz, face } = await opening
  const font = new harfbuzz.Font(face)
  font.setVariations([new harfbuzz.Variation('wght', weights[weight])])
  return { harfbuzz, font, outlines: new Map() }
}

/** HarfBuzz reads TrueType only; nothing of either is loaded before the first letter is drawn. */
async function openFace(name: string): Promise<OpenFace> {
  const [harfbuzz, unpacked] = await Promise.all([import('harfbuzzjs'), unpack(pathOf(name))])
  return { harfbuzz, face: new harfbuzz.Face(new harfbuzz.Blob(unpacked)) }
}

/** One after the other: what is unpacked lies where the next one will be. */
function unpack(path: string): Promise<Uint8Array> {
  const unpacked = unpacking.then(async () => {
    const [{ default: decompress }, packed] = await Promise.all([
      import('wawoff2/decompress.js'),
      readFile(path),
    ])
    return Uint8Array.from(await decompress(packed))
  })
  unpacking = unpacked.catch(() => undefined)
  return unpacked
}
