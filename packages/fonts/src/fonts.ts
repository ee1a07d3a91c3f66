import { readFile } from 'node:fs/promises'
import type * as HarfBuzz from 'harfbuzzjs'
import type { Buffer, Font, SvgPathCommand } from 'harfbuzzjs'
import { fontFiles, pathOf, weights, type Weight } from './font-files.ts'

/** A piece of a text, ready to be drawn: lines and curves in font units, y upwards. */
export interface Shaped {
  commands: SvgPathCommand[]
  /** Where the next piece begins. */
  advance: number
}

/** A font with the glyphs that were drawn already: fetching an outline takes most of the time. */
interface OpenFont {
  harfbuzz: typeof HarfBuzz
  font: Font
  outlines: Map<number, SvgPathCommand[]>
}

const opened = new Map<string, Promise<OpenFont>>()
let shared: Buffer | undefined
let unpacking: Promise<unknown> = Promise.resolve()

/**
 * A text in the first of these fonts that has all of it; `null` when none has all of it, or nothing of it is to be
 * seen. Only those files are read that the text needs.
 */
export async function shapeWith(
  fonts: readonly string[],
  text: string,
  weight: Weight,
): Promise<Shaped | null> {
  const first = text.codePointAt(0) ?? 0
  for (const name of fonts)
    for (const file of await fontFiles(name)) {
      if (!file.isFor(first)) continue
      const shaped = shape(text, await fontAt(file.name(weight), weight))
      if (shaped) return shaped
    }
  return null
}

function fontAt(name: string, weight: Weight): Promise<OpenFont> {
  const key = `${weight} ${name}`
  const font = opened.get(key) ?? open(name, weight)
  opened.set(key, font)
  return font
}

/** HarfBuzz reads TrueType only; nothing of either is loaded before the first letter is drawn. */
async function open(name: string, weight: Weight): Promise<OpenFont> {
  const [harfbuzz, unpacked] = await Promise.all([import('harfbuzzjs'), unpack(pathOf(name))])
  const { Blob, Face, Font, Variation } = harfbuzz
  const font = new Font(new Face(new Blob(unpacked)))
  font.setVariations([new Variation('wght', weights[weight])])
  return { harfbuzz, font, outlines: new Map() }
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

function shape(text: string, { harfbuzz, font, outlines }: OpenFont): Shaped | null {
  // One buffer for all: their memory is given back late.
  const buffer = (shared ??= new harfbuzz.Buffer())
  buffer.reset()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  harfbuzz.shape(font, buffer)
  const glyphs = buffer.getGlyphInfos()
  const positions = buffer.getGlyphPositions()
  const shaped: Shaped = { commands: [], advance: 0 }
  for (const [index, { codepoint: glyph }] of glyphs.entries()) {
    // Glyph 0 is the empty box that stands for what a font does not have.
    if (glyph === 0) return null
    const { xOffset = 0, yOffset = 0, xAdvance = 0 } = positions[index] ?? {}
    const [x, y] = [shaped.advance + xOffset, yOffset]
    const outline = outlines.get(glyph) ?? closedByZ(font.glyphToJson(glyph))
    outlines.set(glyph, outline)
    for (const { type, values } of outline)
      shaped.commands.push({ type, values: values.map((value, at) => value + (at % 2 === 0 ? x : y)) })
    shaped.advance += xAdvance
  }
  return shaped.commands.length > 0 ? shaped : null
}

/** Without the lines back to where a contour began: closing it draws them. */
function closedByZ(commands: SvgPathCommand[]): SvgPathCommand[] {
  let start: number[] = []
  return commands.filter(({ type, values }, index) => {
    if (type === 'M') start = values
    const isLast = commands[index + 1]?.type === 'Z'
    return !(type === 'L' && isLast && values[0] === start[0] && values[1] === start[1])
  })
}
