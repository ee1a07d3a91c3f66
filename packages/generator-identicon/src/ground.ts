export type Shape = 'square' | 'circle' | 'rounded'

/** Of the corners of `rounded`, as a share of the side: about those of a phone's app symbols. */
const radius = 0.21875

/** Borders, in percent of the side, with which the corners of the field just lie inside the shape. */
export const leastBorder: Record<Shape, number> = { square: 0, rounded: 7, circle: 15 }

/** The ground of a picture as SVG; nothing where it has no colour. */
export function groundOf(shape: Shape, colour: string | null, size: number): string {
  if (colour === null) return ''
  const half = size / 2
  switch (shape) {
    case 'square':
      return `<path fill="${colour}" d="M0 0h${size}v${size}H0z"/>`
    case 'circle':
      return `<circle fill="${colour}" cx="${half}" cy="${half}" r="${half}"/>`
    case 'rounded':
      return `<rect fill="${colour}" width="${size}" height="${size}" rx="${size * radius}"/>`
  }
}
