/** A corner of an outline, between cells: how many lie left of it and above it, and the headings before and after. */
export interface Corner {
  x: number
  y: number
  into: Heading
  out: Heading
}

/** Right, down, left, up. */
export type Heading = 0 | 1 | 2 | 3

/** For each heading, where an edge of one cell's length leads, and which cells lie on its right and on its left. */
export const headings = [
  { step: [1, 0], right: [0, 0], left: [0, -1] },
  { step: [0, 1], right: [-1, 0], left: [0, 0] },
  { step: [-1, 0], right: [-1, -1], left: [-1, 0] },
  { step: [0, -1], right: [0, -1], left: [-1, -1] },
] as const

/**
 * The outlines of all pieces of a figure of cells, and of the holes in them: clockwise, so that the figure lies on the
 * right. Cells that meet in a corner only are one piece where `joined`, else two.
 */
export function outlines(
  isDrawn: (column: number, row: number) => boolean,
  cells: number,
  joined: boolean,
): Corner[][] {
  /** Whether an edge of the figure leads this way from there. */
  const leads = (x: number, y: number, heading: Heading) => {
    const { right, left } = headings[heading]
    return isDrawn(x + right[0], y + right[1]) && !isDrawn(x + left[0], y + left[1])
  }
  const walked = new Set<number>()
  const walk = (startX: number, startY: number): Corner[] => {
    const corners: Corner[] = []
    let [x, y, into]: [number, number, Heading] = [startX, startY, 0]
    do {
      if (into === 0) walked.add(y * cells + x)
      x += headings[into].step[0]
      y += headings[into].step[1]
      const turns = joined ? [3, 0, 1] : [1, 0, 3]
      const out = turns.map((turn) => ((into + turn) % 4) as Heading).find((heading) => leads(x, y, heading))!
      if (out !== into) corners.push({ x, y, into, out })
      into = out
    } while (x !== startX || y !== startY || into !== 0)
    return corners
  }
  const found: Corner[][] = []
  for (let y = 0; y <= cells; y++)
    for (let x = 0; x < cells; x++) if (leads(x, y, 0) && !walked.has(y * cells + x)) found.push(walk(x, y))
  return found
}
