import type { Generator } from '@avatarctl/sdk'
import { draw } from './drawing.ts'
import { palette } from './palette.ts'
import { figureOf } from './pattern.ts'

export default {
  generate({ seed, size }) {
    const figure = figureOf(seed)
    const colours = palette[figure.draw % palette.length] ?? palette[0]
    return { bytes: new TextEncoder().encode(draw(figure.pattern, colours, size)) }
  },
} satisfies Generator
