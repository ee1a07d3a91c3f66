/** Where the cells lie in the picture, in pixels. */
export interface Field {
  /** Along each side. */
  cells: number
  /** The side of one. */
  cell: number
  /** What is free on the left and above; on the right and below there may be a pixel more. */
  margin: number
}

/** Smaller cells would lose too much of their size to lie exactly in the middle. */
const large = 16

/**
 * As large as the border (percent of the width on each side) allows, with whole pixels for each cell and before the first:
 * so every edge is sharp. Large cells lie exactly in the middle wherever that is possible, small ones half a pixel beside it
 * at most.
 */
export function fieldOf(size: number, cells: number, border: number): Field {
  const room = size - 2 * Math.ceil((size * border) / 100)
  const whole = Math.floor(room / cells)
  if (whole < 1) {
    const cell = (size * (100 - 2 * border)) / 100 / cells
    return { cells, cell, margin: (size - cell * cells) / 2 }
  }
  const isBeside = (size - whole * cells) % 2 === 1
  const cell = isBeside && whole >= large && cells % 2 === 1 ? whole - 1 : whole
  return { cells, cell, margin: Math.floor((size - cell * cells) / 2) }
}

/** A coordinate in two decimals: less than anybody sees, and the same text wherever it is computed. */
export function at(value: number): number {
  return Math.round(value * 100) / 100
}
