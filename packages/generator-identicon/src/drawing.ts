import type { Colours } from './palette.ts'
import { cells, type Pattern, type Tone } from './pattern.ts'

/** Side of the square that is drawn into. */
const side = 512

/** An eighth of the square: edges fall on whole pixels at every size that 16 divides. */
const cell = side / 8

/** So wide that even the corner cells lie inside the circle which many services crop to. */
const margin = (side - cells * cell) / 2

/** The pattern as an SVG of that many pixels. */
export function draw(pattern: Pattern, colours: Colours, size: number): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="${colours.ground}" d="M0 0h${side}v${side}H0z"/>` +
    `<path fill="${colours.main}" d="${bars(pattern, 'main')}"/>` +
    `<path fill="${colours.second}" d="${bars(pattern, 'second')}"/></svg>\n`
  )
}

/** The cells of one tone: neighbours in a row are one bar, and all bars one path. */
function bars(pattern: Pattern, tone: Tone): string {
  let path = ''
  for (const [row, tones] of pattern.entries())
    for (let column = 0; column < cells; column++) {
      if (tones[column] !== tone) continue
      const from = column
      while (tones[column + 1] === tone) column++
      const x = margin + from * cell
      path += `M${x} ${margin + row * cell}h${(column + 1 - from) * cell}v${cell}H${x}z`
    }
  return path
}
