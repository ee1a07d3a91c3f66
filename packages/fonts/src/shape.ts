import type { Buffer, SvgPathCommand } from 'harfbuzzjs'
import type { OpenFont } from './open-font.ts'

/** A piece of a text, ready to be drawn: lines and curves in font units, y upwards. */
export interface Shaped {
  commands: SvgPathCommand[]
  /** Where the next piece begins. */
  advance: number
}

/** Which way a piece is read; where it is not said, the way of its script. */
export type Reading = 'from the left' | 'from the right'

let shared: Buffer | undefined

/** A text in one font; `null` when the font does not have all of it. */
export function shape(
  text: string,
  { harfbuzz, font, outlines }: OpenFont,
  reading?: Reading,
): Shaped | null {
  // One buffer for all: their memory is given back late.
  const buffer = (shared ??= new harfbuzz.Buffer())
  buffer.reset()
  buffer.addText(text)
  const { LTR, RTL } = harfbuzz.Direction
  if (reading) buffer.setDirection(reading === 'from the right' ? RTL : LTR)
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
  return shaped
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
