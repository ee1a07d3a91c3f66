import type { Generator } from '@avatarctl/sdk'
import { initialsOf } from './initials.ts'
import { lettering } from './lettering.ts'
import { colourOf } from './palette.ts'
import { side } from './placing.ts'

export default {
  async generate({ person, seed, size }) {
    const letters = initialsOf(person)
    const drawing = letters === null ? null : await lettering(letters, 'semibold')
    if (drawing === null) return null
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}">` +
      `<path fill="${colourOf(seed)}" d="M0 0h${side}v${side}H0z"/><path fill="#fff" d="${drawing.path}"/></svg>\n`
    return { bytes: new TextEncoder().encode(svg), label: drawing.drawn }
  },
} satisfies Generator
