import type { Bidi } from 'bidi-js'
import type { Weight } from './font-files.ts'
import { fontWith } from './fonts.ts'
import type { OpenFont } from './open-font.ts'
import { piecesOf, type Piece } from './pieces.ts'
import { shape, type Shaped } from './shape.ts'

/** A line of text as an outline. */
export interface Line {
  /** The `d` of an SVG path in thousandths of the type size, y upwards; the line begins at 0, 0 and is read from either side. */
  path: string
  /** In the same unit. */
  width: number
  /** What is to be seen of the text. */
  text: string
}

/** Letters that are set together. */
interface Run {
  text: string
  font: OpenFont
  /** Odd where it is read from the right. */
  level: number
}

/** Nobody's name is longer. */
const longest = 500

let loaded: Promise<Bidi> | undefined

/**
 * Sets a text of any scripts on one line, as far as there are fonts for it. Where it is longer than `room`
 * (in thousandths of the type size), it ends with … after as many whole letters as there is room for.
 */
export async function setLine(
  text: string,
  { weight, room = Infinity }: { weight: Weight; room?: number },
): Promise<Line> {
  const pieces = await piecesOf(text.slice(0, longest), weight)
  const bidi = await (loaded ??= load())
  const runs = runsOf(pieces, bidi)
  if (widthOf(runs) <= room) return lineOf(runs, pieces)
  const font = await fontWith([''], '…', weight)
  const ellipsis = font ? [{ text: '…', font }] : []
  let fits = ellipsis
  for (let low = 1, high = pieces.length - 1; low <= high;) {
    const middle = (low + high) >> 1
    const spaces = pieces[middle - 1]?.text === ' ' ? 1 : 0
    const cut = [...pieces.slice(0, middle - spaces), ...ellipsis]
    if (widthOf(runsOf(cut, bidi)) <= room) {
      fits = cut
      low = middle + 1
    } else high = middle - 1
  }
  return lineOf(runsOf(fits, bidi), fits)
}

/** With the first line, and not with the fonts: letters that stand alone need no order. */
async function load(): Promise<Bidi> {
  return (await import('bidi-js')).default()
}

const widthOf = (runs: readonly Shaped[]) => runs.reduce((sum, { advance }) => sum + advance, 0)

function lineOf(runs: readonly Shaped[], pieces: readonly Piece[]): Line {
  let path = ''
  let pen = 0
  for (const { commands, advance } of runs) {
    for (const { type, values } of commands) {
      path += type
      for (const [at, value] of values.entries())
        path += (at > 0 ? ' ' : '') + String(Math.round(at % 2 === 0 ? pen + value : value))
    }
    pen += advance
  }
  return { path, width: pen, text: pieces.map(({ text }) => text).join('') }
}

/** From the left to the right as they are drawn (UAX #9); which way the line is read its first letter says. */
function runsOf(pieces: readonly Piece[], bidi: Bidi): Shaped[] {
  const text = pieces.map(({ text }) => text).join('')
  const embedding = bidi.getEmbeddingLevels(text)
  const runAt: Run[] = []
  for (const piece of pieces) {
    const level = embedding.levels[runAt.length] ?? 0
    const before = runAt.at(-1)
    const joins = before?.font === piece.font && before.level === level
    const run = joins ? before : { text: '', font: piece.font, level }
    run.text += piece.text
    for (const _ of piece.text.split('')) runAt.push(run)
  }
  const order = new Set(bidi.getReorderedIndices(text, embedding).flatMap((index) => runAt[index] ?? []))
  return [...order].flatMap(
    ({ text, font, level }) => shape(text, font, level % 2 === 1 ? 'from the right' : 'from the left') ?? [],
  )
}
