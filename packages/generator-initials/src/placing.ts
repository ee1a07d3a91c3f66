import { capitals } from '@avatarctl/fonts'

/** An outline in font units, y upwards: the commands of an SVG path, and their points as x, y, x, y … */
export type Outline = { type: string; values: readonly number[] }[]

/** Side of the square that is drawn into. */
export const side = 512

/** Sizes of a font unit where there is room: capitals are then about a third of the square high. */
const pairScale = 0.235
const singleScale = 0.28

/** No point lies further from the middle: services crop to the circle in the square, and some draw a rim on it. */
const safeRadius = 0.415 * side

const capitalMiddle = capitals / 2

/**
 * Puts an outline of one or two letters into the middle of the square, as the `d` of a path: smaller where it would
 * leave the safe circle, so that ordinary pairs all have capitals of one height.
 *
 * Sideways the middle is that of the ink. Up and down it lies half-way between that of the ink and that of plain
 * capitals: an accent or a tail moves the letters a little, but neighbours in a list stay on nearly one line.
 */
export function place(outline: Outline, letters: number): string {
  const { left, right, bottom, top } = inkOf(outline)
  const middleX = (left + right) / 2
  const middleY = ((bottom + top) / 2 + capitalMiddle) / 2
  const scale = Math.min(
    letters === 1 ? singleScale : pairScale,
    safeRadius / reachFrom(middleX, middleY, outline),
  )
  let path = ''
  for (const { type, values: points } of outline) {
    path += type
    for (let at = 0; at < points.length; at += 2) {
      const x = round(side / 2 + (coordinate(points, at) - middleX) * scale)
      const y = round(side / 2 - (coordinate(points, at + 1) - middleY) * scale)
      path += at === 0 ? `${x} ${y}` : ` ${x} ${y}`
    }
  }
  return path
}

/** The box round all points. Noto Sans has points at the extremes of its curves, so it is the box of the ink. */
function inkOf(outline: Outline): { left: number; right: number; bottom: number; top: number } {
  const ink = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity }
  for (const { values: points } of outline)
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [coordinate(points, at), coordinate(points, at + 1)]
      ink.left = Math.min(ink.left, x)
      ink.right = Math.max(ink.right, x)
      ink.bottom = Math.min(ink.bottom, y)
      ink.top = Math.max(ink.top, y)
    }
  return ink
}

/** The distance of the farthest point. */
function reachFrom(middleX: number, middleY: number, outline: Outline): number {
  let squared = 0
  for (const { values: points } of outline)
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [coordinate(points, at) - middleX, coordinate(points, at + 1) - middleY]
      squared = Math.max(squared, x * x + y * y)
    }
  return Math.sqrt(squared)
}

function coordinate(points: readonly number[], at: number): number {
  return points[at] ?? 0
}

/** Two decimals: a two-hundredth of a pixel at most, and the same text wherever it is computed. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
