import type { Generator } from '@avatarctl/sdk'
import { describeLetter } from './describe-letter.ts'
import { initialsOf } from './initials.ts'
import { lettering } from './lettering.ts'
import { lookOf } from './look.ts'
import { styleOf } from './options.ts'
import { colourOf } from './palette.ts'
import { side } from './placing.ts'
import { groundOf } from './shape.ts'

export default {
  async generate({ person, seed, size, options }) {
    const style = styleOf(options)
    const letters = initialsOf(person)
    if (letters === null) return { none: 'neither the name nor the address has a letter' }
    const drawing = await lettering(letters, style.weight)
    if ('missing' in drawing) return { none: `no font here has ${describeLetter(drawing.missing)}` }
    const look = lookOf(colourOf(seed, style.palette), style.theme, style.fill)
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}">` +
      `${groundOf(style.shape, look)}<path fill="${look.letters}" d="${drawing.path}"/></svg>\n`
    return { bytes: new TextEncoder().encode(svg), label: drawing.drawn }
  },
} satisfies Generator
