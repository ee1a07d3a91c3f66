import { at, type Field } from './field.ts'
import type { Marks } from './marks.ts'
import { headings, outlines, type Corner, type Heading } from './outline.ts'
import type { Pattern } from './pattern.ts'

/**
 * The cells grown together: one figure in the main tone, with every corner a quarter of a circle, and those of the second
 * tone laid into it.
 */
export function rounded(pattern: Pattern, field: Field): Marks {
  const toneAt = (column: number, row: number) => pattern[row]?.[column] ?? 'ground'
  const figure = outlines((column, row) => toneAt(column, row) !== 'ground', field.cells, true)
  const inlays = outlines((column, row) => toneAt(column, row) === 'second', field.cells, false)
  const path = (found: Corner[][]) => found.map((corners) => pathOf(corners, field)).join('')
  return { main: path(figure), second: path(inlays) }
}

function pathOf(corners: readonly Corner[], { cell, margin }: Field): string {
  const radius = cell / 2
  let path = ''
  let last = ''
  for (const { x, y, into, out } of corners) {
    const point = (heading: Heading, distance: number) => {
      const [right, down] = headings[heading].step
      return `${at(margin + x * cell + right * distance)} ${at(margin + y * cell + down * distance)}`
    }
    const [from, to] = [point(into, -radius), point(out, radius)]
    if (from !== last) path += `${path === '' ? 'M' : 'L'}${from}`
    path += `A${at(radius)} ${at(radius)} 0 0 ${out === (into + 1) % 4 ? 1 : 0} ${to}`
    last = to
  }
  return `${path}z`
}
