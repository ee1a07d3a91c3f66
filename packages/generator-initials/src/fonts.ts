import { readFile } from 'node:fs/promises'
import type { Buffer, Font, SvgPathCommand } from 'harfbuzzjs'
import { fontFiles, weights, type Weight } from './font-files.ts'

/** A piece of a text, ready to be drawn: lines and curves in font units, y upwards. */
export interface Shaped {
  commands: SvgPathCommand[]
  /** Where the next piece begins. */
  advance: number
}

const opened = new Map<string, Promise<Font>>()
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
      const shaped = await shape(text, await fontAt(file.path(weight), weight))
      if (shaped) return shaped
    }
  return null
}

function fontAt(path: string, weight: Weight): Promise<Font> {
  const key = `${weight} ${path}`
  const font = opened.get(key) ?? open(path, weight)
  opened.set(key, font)
  return font
}

/** HarfBuzz reads TrueType only; nothing of either is loaded before the first letter is drawn. */
async function open(path: string, weight: Weight): Promise<Font> {
  const [{ Blob, Face, Font, Variation }, unpacked] = await Promise.all([import('harfbuzzjs'), unpack(path)])
  const font = new Font(new Face(new Blob(unpacked)))
  font.setVariations([new Variation('wght', weights[weight])])
  return font
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

async function shape(text: string, font: Font): Promise<Shaped | null> {
  const harfbuzz = await import('harfbuzzjs')
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
    for (const { type, values } of closedByZ(font.glyphToJson(glyph)))
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
