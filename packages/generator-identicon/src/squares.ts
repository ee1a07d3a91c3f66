import { at, type Field } from './field.ts'
import type { Marks } from './marks.ts'
import type { Pattern, Tone } from './pattern.ts'

/** The cells as they are. */
export function squares(pattern: Pattern, field: Field): Marks {
  const path = (isDrawn: (tone: Tone) => boolean) =>
    pattern.map((row, index) => bars(row.map(isDrawn), index, field)).join('')
  return { main: path((tone) => tone !== 'ground'), second: path((tone) => tone === 'second') }
}

/** Neighbours in a row are one bar. */
function bars(drawn: readonly boolean[], row: number, { cells, cell, margin }: Field): string {
  let path = ''
  for (let column = 0; column < cells; column++) {
    if (!drawn[column]) continue
    const from = column
    while (drawn[column + 1]) column++
    const x = at(margin + from * cell)
    path += `M${x} ${at(margin + row * cell)}h${at((column + 1 - from) * cell)}v${at(cell)}H${x}z`
  }
  return path
}
