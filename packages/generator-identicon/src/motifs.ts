/**
 * A step of an outline in a cell of side 1, from its upper left corner: straight to a point, or clockwise along a circle
 * with this radius; with a negative one anticlockwise.
 */
export type Step = readonly [x: number, y: number, radius?: number]

/** What a cell can hold. */
export interface Motif {
  /** Round it, clockwise. */
  steps: readonly Step[]
  /** How much of the cell it covers. */
  area: number
  /** By how many quarters it may be turned, and is symmetric as its place asks for. */
  symmetric: readonly [number, number]
}

/** Motifs of one kind. */
export interface Family {
  /** For any cell; on the diagonal from the upper left, symmetric to that. */
  any: Motif
  /** For cells on an upright axis, and symmetric to it. */
  axis: Motif
  /** For the cell in the middle, and symmetric in every way. */
  middle: Motif
}

function motif(area: number, symmetric: Motif['symmetric'], ...steps: Step[]): Motif {
  return { steps, area, symmetric }
}

const square = motif(1, [0, 0], [0, 0], [1, 0], [1, 1], [0, 1])
const bead = motif(0.58, [0, 0], [0.5, 0.07], [0.5, 0.93, 0.43], [0.5, 0.07, 0.43])
const diamond = motif(0.5, [0, 0], [0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5])
const star = motif(0.21, [0, 0], [0.5, 0], [1, 0.5, -0.5], [0.5, 1, -0.5], [0, 0.5, -0.5], [0.5, 0, -0.5])

/** With the right angle in the upper left. */
const quarter = motif(0.79, [0, 2], [0, 0], [1, 0], [0, 1, 1])
const triangle = motif(0.5, [0, 2], [0, 0], [1, 0], [0, 1])
const petal = motif(0.84, [0, 2], [0, 0], [0.5, 0], [1, 0.5, 0.5], [0.5, 1, 0.5], [0, 0.5, 0.5])

/** From the lower left to the upper right. */
const leaf = motif(0.57, [0, 1], [0, 1], [1, 0, 1], [0, 1, 1])

/** Upright. */
const dome = motif(0.89, [0, 2], [0, 0.5], [1, 0.5, 0.5], [1, 1], [0, 1])
const wedge = motif(0.5, [0, 2], [0.5, 0], [1, 1], [0, 1])
const lens = motif(0.42, [0, 1], [0.5, 0], [0.5, 1, 0.57], [0.5, 0, 0.57])

const blocks: Family = { any: square, axis: square, middle: square }
const quarters: Family = { any: quarter, axis: dome, middle: bead }
const petals: Family = { any: petal, axis: dome, middle: bead }
const triangles: Family = { any: triangle, axis: wedge, middle: diamond }
const leaves: Family = { any: leaf, axis: lens, middle: star }
const beads: Family = { any: bead, axis: bead, middle: diamond }

/** As often as they are to be seen: those first that make large figures with their neighbours. */
export const families: readonly Family[] = [
  ...[quarters, quarters, quarters, triangles, triangles, triangles],
  ...[blocks, blocks, leaves, leaves, petals, beads],
]
