import type { Draws } from './draws.ts'
import { at, type Field } from './field.ts'
import type { Marks } from './marks.ts'
import { families, type Family, type Motif } from './motifs.ts'

/** A cell of the upper left eighth of the figure, between the diagonal and the upright axis. */
interface Place {
  column: number
  row: number
  isOnDiagonal: boolean
  isOnAxis: boolean
}

/** What lies in such a cell, and by reflection in others. */
interface Piece {
  place: Place
  tone: keyof Marks
  family: Family
  motif: Motif
  /** By how many it is turned, clockwise. */
  quarters: number
}

/** A figure like that on a tile: from a few kinds of motif, and the same in a mirror from all four sides. */
export function ornament(draws: Draws, field: Field): Marks {
  const places = placesOf(field.cells)
  for (;;) {
    const pieces = piecesOf(draws, places)
    if (!isRecognisable(pieces, field.cells)) continue
    const marks = { main: '', second: '' }
    for (const piece of pieces) marks[piece.tone] += drawn(piece, field)
    return marks
  }
}

function placesOf(cells: number): Place[] {
  const half = Math.ceil(cells / 2)
  return Array.from({ length: half * half }, (_, at) => {
    const [row, column] = [Math.floor(at / half), at % half]
    return { row, column, isOnDiagonal: row === column, isOnAxis: column * 2 === cells - 1 }
  }).filter(({ row, column }) => row <= column)
}

/** Three kinds of motif at most, so that it is one figure and no sample card. */
function piecesOf(draws: Draws, places: readonly Place[]): Piece[] {
  const kinds = [1, 2, 3].map(() => families[draws.byte() % families.length]!)
  return places.flatMap((place) => {
    const tone = draws.byte()
    const family = kinds[draws.byte() % kinds.length]!
    const turn = draws.byte()
    if (tone >= 190) return []
    return [{ place, tone: tone < 120 ? 'main' : 'second', family, ...lying(family, turn, place) }]
  })
}

function lying(
  { any, axis, middle }: Family,
  turn: number,
  { isOnDiagonal, isOnAxis }: Place,
): Pick<Piece, 'motif' | 'quarters'> {
  if (!isOnDiagonal && !isOnAxis) return { motif: any, quarters: turn % 4 }
  const motif = !isOnAxis ? any : isOnDiagonal ? middle : axis
  return { motif, quarters: motif.symmetric[turn % 2]! }
}

/** Neither nearly empty nor nearly full, in both tones, as wide as the whole, and not of one kind of motif alone. */
function isRecognisable(pieces: readonly Piece[], cells: number): boolean {
  const shares = { main: 0, second: 0 }
  for (const { place, motif, tone } of pieces)
    shares[tone] += (motif.area * reflectionsOf(place).length) / (cells * cells)
  return (
    shares.main + shares.second >= 0.4 &&
    shares.main + shares.second <= 0.72 &&
    shares.second >= 0.06 &&
    shares.second <= shares.main &&
    pieces.some(({ place }) => place.row === 0) &&
    new Set(pieces.map(({ family }) => family)).size >= 2
  )
}

/** Sideways, up and down, and on the diagonal. */
type Reflection = readonly [x: 1 | -1, y: 1 | -1, swapped: boolean]

/** All that lead to another cell, and the one that leads nowhere. */
function reflectionsOf({ isOnDiagonal, isOnAxis }: Place): Reflection[] {
  const both = [1, -1] as const
  return (isOnAxis ? ([1] as const) : both).flatMap((x) =>
    (isOnAxis && isOnDiagonal ? ([1] as const) : both).flatMap((y) =>
      (isOnDiagonal ? [false] : [false, true]).map((swapped) => [x, y, swapped] as const),
    ),
  )
}

function drawn({ place, motif, quarters }: Piece, field: Field): string {
  return reflectionsOf(place)
    .map((reflection) => {
      const steps = motif.steps.map(([x, y, radius], index) => {
        const point = pointOf(turned(x - 0.5, y - 0.5, quarters), place, reflection, field)
        return radius === undefined
          ? `${index === 0 ? 'M' : 'L'}${point}`
          : arc(radius, reflection, field) + point
      })
      return `${steps.join('')}z`
    })
    .join('')
}

function turned(x: number, y: number, quarters: number): readonly [number, number] {
  return quarters === 0 ? [x, y] : turned(-y, x, quarters - 1)
}

/** Of a point that is given from the middle of its cell. */
function pointOf(
  [x, y]: readonly [number, number],
  { column, row }: Place,
  [sideways, upwards, swapped]: Reflection,
  { cells, cell, margin }: Field,
): string {
  const middle = cells / 2
  const across = (column + 0.5 + x - middle) * sideways
  const down = (row + 0.5 + y - middle) * upwards
  const [right, below] = swapped ? [down, across] : [across, down]
  return `${at(margin + (right + middle) * cell)} ${at(margin + (below + middle) * cell)}`
}

/** The way of an arc is the other one in a mirror. */
function arc(radius: number, [sideways, upwards, swapped]: Reflection, { cell }: Field): string {
  const isMirrored = sideways * upwards < 0 !== swapped
  const length = at(Math.abs(radius) * cell)
  return `A${length} ${length} 0 0 ${radius > 0 !== isMirrored ? 1 : 0} `
}
