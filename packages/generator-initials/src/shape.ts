import type { Look } from './look.ts'
import { side } from './placing.ts'

export type Shape = 'square' | 'circle' | 'rounded'

/** Of the corners of `rounded`: about those of a phone's app symbols. */
const radius = 112

/** The ground of an avatar as SVG; nothing is drawn outside of the shape. */
export function groundOf(shape: Shape, { ground: [from, to] }: Look): string {
  if (from === to) return drawn(shape, from)
  // Named after its colours: a page may hold many avatars, and names are for the whole page.
  const name = `ground-${from.slice(1)}-${to.slice(1)}`
  return (
    `<linearGradient id="${name}" x2="1" y2="1"><stop stop-color="${from}"/>` +
    `<stop offset="1" stop-color="${to}"/></linearGradient>${drawn(shape, `url(#${name})`)}`
  )
}

function drawn(shape: Shape, fill: string): string {
  const half = side / 2
  switch (shape) {
    case 'square':
      return `<path fill="${fill}" d="M0 0h${side}v${side}H0z"/>`
    case 'circle':
      return `<circle fill="${fill}" cx="${half}" cy="${half}" r="${half}"/>`
    case 'rounded':
      return `<rect fill="${fill}" width="${side}" height="${side}" rx="${radius}"/>`
  }
}
