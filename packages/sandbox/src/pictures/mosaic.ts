/** A small picture: square cells of one colour each. */
export interface Mosaic {
  /** Cells in a row, and rows. */
  side: number
  /** For each cell, row by row, the position of its colour. */
  cells: Uint8Array
  /** At most 16, as [red, green, blue]. */
  colours: readonly (readonly [number, number, number])[]
  /** Stands in the file as a comment. */
  comment: string
}

/** Width and height of a cell in pixels: the size of a JPEG block, so that a cell is a block. */
export const CELL = 8

/** The colour positions of one row of pixels. */
export function pixelRow(mosaic: Mosaic, y: number): Uint8Array {
  const row = new Uint8Array(mosaic.side * CELL)
  const start = Math.floor(y / CELL) * mosaic.side
  for (let x = 0; x < row.length; x++) row[x] = mosaic.cells[start + Math.floor(x / CELL)]!
  return row
}
