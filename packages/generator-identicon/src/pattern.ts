import type { Draws } from './draws.ts'

/** What a cell shows. */
export type Tone = 'main' | 'second' | 'ground'

type Row = readonly Tone[]

/** Rows of cells, each the same from the left and from the right; as many rows as cells in a row. */
export type Pattern = readonly Row[]

/** The first pattern among the draws that is one to be recognised by. */
export function patternOf(draws: Draws, cells: number): Pattern {
  for (;;) {
    const pattern = Array.from({ length: cells }, () => mirrored(cells, () => toneOf(draws.byte())))
    if (isRecognisable(pattern)) return pattern
  }
}

function mirrored(cells: number, draw: () => Tone): Row {
  const left = Array.from({ length: Math.ceil(cells / 2) }, draw)
  return [...left, ...left.slice(0, Math.floor(cells / 2)).reverse()]
}

function toneOf(byte: number): Tone {
  if (byte < 104) return 'main'
  return byte < 144 ? 'second' : 'ground'
}

/**
 * Neither nearly empty nor nearly full; in both tones, the main one in front; reaching over the whole height, and over the
 * whole width in the upper half; most of it in one piece; and no pillar on a broad foot, which nobody wants beside their
 * name.
 */
export function isRecognisable(pattern: Pattern): boolean {
  const all = pattern.flat()
  const drawn = all.filter(isDrawn).length
  const second = all.filter((tone) => tone === 'second').length
  return (
    drawn >= 0.4 * all.length &&
    drawn <= 0.72 * all.length &&
    second >= 1 &&
    second <= 0.4 * drawn &&
    pattern.every((row) => row.some(isDrawn)) &&
    pattern.slice(0, pattern.length / 2).some(([outer]) => isDrawn(outer)) &&
    largestPiece(pattern) >= 0.75 * drawn &&
    !isPillar(pattern)
  )
}

function isDrawn(tone: Tone | undefined): boolean {
  return tone !== undefined && tone !== 'ground'
}

/** How many drawn cells hang together, by a side or a corner, where most do. */
function largestPiece(pattern: Pattern): number {
  const cells = pattern.length
  const left = new Set([...pattern.flat().entries()].flatMap(([at, tone]) => (isDrawn(tone) ? [at] : [])))
  let largest = 0
  for (const first of left) {
    left.delete(first)
    const piece = [first]
    // It grows while it is walked through.
    for (const at of piece) for (const next of beside(at, cells)) if (left.delete(next)) piece.push(next)
    largest = Math.max(largest, piece.length)
  }
  return largest
}

function beside(at: number, cells: number): number[] {
  const columns = [-1, 0, 1].filter((step) => {
    const column = (at % cells) + step
    return column >= 0 && column < cells
  })
  return [-cells, 0, cells].flatMap((row) => columns.map((column) => at + row + column))
}

/** Whether a shaft, a third of the height and somewhere alone in its rows, stands on what is broad, under nothing broad. */
function isPillar(pattern: Pattern): boolean {
  const cells = pattern.length
  const height = Math.ceil(cells / 3)
  const widths = pattern.map(widthOfMiddle)
  for (let top = 0; top + height < cells && widths[top]! < 0.6 * cells; top++) {
    const shaft = pattern.slice(top, top + height)
    const isNarrow = shaft.every((_, at) => widths[top + at]! > 0 && widths[top + at]! <= cells / 2)
    const isBare = shaft.some((row, at) => row.filter(isDrawn).length === widths[top + at])
    const foot = pattern.slice(top + height).flat()
    if (isNarrow && isBare && foot.filter(isDrawn).length >= 0.6 * foot.length) return true
  }
  return false
}

/** How many drawn cells lie side by side in the middle of a row. */
function widthOfMiddle(row: Row): number {
  const outwards = row.slice(Math.floor(row.length / 2))
  const end = outwards.findIndex((tone) => !isDrawn(tone))
  const count = end === -1 ? outwards.length : end
  return Math.max(0, 2 * count - (row.length % 2))
}
