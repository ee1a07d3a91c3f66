import {
  capitals,
  families,
  graphemesOf,
  shapeWith,
  type Family,
  type Shaped,
  type Weight,
} from '@avatarctl/fonts'
import { place, type Outline } from './placing.ts'

/** Letters as an outline. */
export interface Lettering {
  /** The `d` of an SVG path, for a square of 512 by 512. */
  path: string
  /** The letters that are in it. */
  drawn: string
}

/** There is no font for this letter. */
export interface Missing {
  missing: string
  path?: undefined
  drawn?: undefined
}

/** Letters that are set together, and then as an outline. */
interface Run {
  family: Family
  graphemes: string[]
}
interface SetRun {
  family: Family
  text: string
  shaped: Shaped
}

/** Between letters that would otherwise join or touch, in font units. */
const hair = 60

/**
 * Draws letters in the middle of a square. A mark that no font has is left out; nothing is drawn when there is no font for
 * one of the letters, as half of somebody's initials, or an empty box, would be those of somebody else.
 */
export async function lettering(letters: string, weight: Weight): Promise<Lettering | Missing> {
  const graphemes = graphemesOf(letters.normalize('NFC'))
  const runs: Run[] = []
  for (const grapheme of graphemes) {
    const family = families.find(({ script }) => script.test(grapheme))
    if (!family) return { missing: grapheme }
    const last = runs.at(-1)
    if (family.kerned && last?.family === family) last.graphemes.push(grapheme)
    else runs.push({ family, graphemes: [grapheme] })
  }
  const set: SetRun[] = []
  for (const run of runs) {
    const pieces = await setRun(run, weight)
    if ('missing' in pieces) return pieces
    set.push(...pieces)
  }
  const [first] = set
  if (!first) return { missing: letters }
  const drawn = set.map(({ text }) => text).join('')
  if (first.family.rightToLeft) set.reverse()
  return { path: place(outlineOf(set), graphemes.length), drawn }
}

/** As one piece, or a piece for each letter where no font file has all of them. */
async function setRun({ family, graphemes }: Run, weight: Weight): Promise<SetRun[] | Missing> {
  const together = graphemes.join('')
  const shaped = await shapeWith(family.fonts, together, weight)
  if (shaped) return [{ family, text: together, shaped }]
  const pieces: SetRun[] = []
  for (const grapheme of graphemes) {
    const piece = await setGrapheme(family, grapheme, weight)
    if (!piece) return { missing: grapheme }
    pieces.push(piece)
  }
  return pieces
}

/** The grapheme, or its letter alone where no font has one of its marks. */
async function setGrapheme(family: Family, grapheme: string, weight: Weight): Promise<SetRun | null> {
  const [letter = ''] = grapheme.normalize('NFD')
  for (const text of [grapheme, letter]) {
    const shaped = await shapeWith(family.fonts, text, weight)
    if (shaped) return { family, text, shaped }
  }
  return null
}

/** The runs one after the other, each made as tall as capitals and put between the same lines. */
function outlineOf(runs: readonly SetRun[]): Outline {
  const outline: Outline = []
  let pen = 0
  for (const { family, shaped } of runs) {
    const scale = capitals / (family.top - family.bottom)
    for (const { type, values } of shaped.commands)
      outline.push({
        type,
        values: values.map((value, at) =>
          at % 2 === 0 ? pen + value * scale : (value - family.bottom) * scale,
        ),
      })
    pen += shaped.advance * scale + (family.kerned ? 0 : (family.gap ?? hair))
  }
  return outline
}
