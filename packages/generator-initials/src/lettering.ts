import type { Font } from 'fontkit'
import { fontFor } from './fonts.ts'
import { graphemesOf } from './graphemes.ts'
import { place, type Outline } from './placing.ts'

/** Letters as an outline. */
interface Lettering {
  /** The `d` of an SVG path, for a square of 512 by 512. */
  path: string
  /** The letters that are in it. */
  drawn: string
}

/** Letters that one font has. */
interface Run {
  font: Font
  text: string
}

/** Draws letters in the middle of a square. Those that no font has are left out; `null` when none remains. */
export async function lettering(letters: string): Promise<Lettering | null> {
  const runs: Run[] = []
  let count = 0
  for (const grapheme of graphemesOf(letters)) {
    const found = await findGlyphs(grapheme)
    if (!found) continue
    count++
    const last = runs.at(-1)
    if (last?.font === found.font) last.text += found.text
    else runs.push(found)
  }
  if (runs.length === 0) return null
  return { path: place(outlineOf(runs), count), drawn: runs.map(({ text }) => text).join('') }
}

/** The grapheme, or its letter alone where no font has one of its marks. */
async function findGlyphs(grapheme: string): Promise<Run | null> {
  const [letter = ''] = grapheme.normalize('NFD')
  for (const text of new Set([grapheme, letter])) {
    const font = await fontFor(text)
    if (font) return { font, text }
  }
  return null
}

/** The runs one after the other, kerned within a run, in units of the font with y upwards. */
function outlineOf(runs: readonly Run[]): Outline {
  const outline: Outline = []
  let pen = 0
  for (const { font, text } of runs) {
    const { glyphs, positions } = font.layout(text)
    for (const [index, glyph] of glyphs.entries()) {
      const { xOffset = 0, yOffset = 0, xAdvance = 0 } = positions[index] ?? {}
      for (const { command, args } of glyph.path.commands)
        outline.push({
          command,
          points: args.map((value, at) => value + (at % 2 === 0 ? pen + xOffset : yOffset)),
        })
      pen += xAdvance
    }
  }
  return outline
}
