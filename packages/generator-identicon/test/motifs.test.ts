import { expect } from 'chai'
import { families, type Motif } from '../src/motifs.ts'

type Point = readonly [x: number, y: number]

/** Points along the outline, from the middle of the cell. */
function outlineOf({ steps }: Motif): Point[] {
  return steps.flatMap(([x, y, radius], at) => {
    const [fromX, fromY] = steps.at(at - 1)!
    const distance = Math.hypot(x - fromX, y - fromY)
    const parts = radius === undefined ? 1 : 64
    // The middle of the circle lies on the right of a clockwise arc.
    const height =
      radius === undefined ? 0 : Math.sqrt(Math.max(0, radius ** 2 - distance ** 2 / 4)) * Math.sign(radius)
    const centre = [
      (fromX + x) / 2 - ((y - fromY) / distance) * height,
      (fromY + y) / 2 + ((x - fromX) / distance) * height,
    ]
    return Array.from({ length: parts }, (_, index): Point => {
      const share = (index + 1) / parts
      if (radius === undefined || distance === 0) return [x - 0.5, y - 0.5]
      const start = Math.atan2(fromY - centre[1]!, fromX - centre[0]!)
      const whole = 2 * Math.asin(Math.min(1, distance / 2 / Math.abs(radius))) * Math.sign(radius)
      const angle = start + whole * share
      return [
        centre[0]! + Math.abs(radius) * Math.cos(angle) - 0.5,
        centre[1]! + Math.abs(radius) * Math.sin(angle) - 0.5,
      ]
    })
  })
}

function areaOf(points: readonly Point[]): number {
  let doubled = 0
  for (const [at, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(at + 1) % points.length]!
    doubled += x * nextY - nextX * y
  }
  return doubled / 2
}

/** Whether an outline with these points lies upon one with the others. */
function isSame(points: readonly Point[], others: readonly Point[]): boolean {
  return points.every(([x, y]) => others.some(([a, b]) => Math.hypot(x - a, y - b) < 0.03))
}

function turned(points: readonly Point[], quarters: number): readonly Point[] {
  return quarters === 0
    ? points
    : turned(
        points.map(([x, y]) => [-y, x]),
        quarters - 1,
      )
}

const all = families.flatMap(({ any, axis, middle }) => [any, axis, middle])

describe('the motifs of ornaments', () => {
  it('cover as much of their cell as they say, and nothing outside of it', () => {
    for (const motif of all) {
      const points = outlineOf(motif)
      expect(areaOf(points), JSON.stringify(motif)).to.be.closeTo(motif.area, 0.01)
      for (const [x, y] of points) expect(Math.max(Math.abs(x), Math.abs(y))).to.be.at.most(0.5 + 1e-9)
    }
  })

  it('are symmetric to the diagonal, to the axis, and in the middle to both, as their place asks for', () => {
    const onDiagonal = ([x, y]: Point): Point => [y, x]
    const onAxis = ([x, y]: Point): Point => [-x, y]
    for (const { any, axis, middle } of families)
      for (const [motif, ...mirrors] of [
        [any, onDiagonal] as const,
        [axis, onAxis] as const,
        [middle, onDiagonal, onAxis] as const,
      ])
        for (const quarters of motif.symmetric) {
          const points = turned(outlineOf(motif), quarters)
          for (const mirror of mirrors)
            expect(isSame(points.map(mirror), points), JSON.stringify(motif)).to.equal(true)
        }
  })
})
