import type { Generator } from '@avatarctl/sdk'
import { drawsOf, type Draws } from './draws.ts'
import { fieldOf, type Field } from './field.ts'
import { groundOf } from './ground.ts'
import type { Marks } from './marks.ts'
import { lookOf, type Look } from './options.ts'
import { ornament } from './ornament.ts'
import { patternOf } from './pattern.ts'
import { rounded } from './rounded.ts'
import { squares } from './squares.ts'
import { tonesOf } from './tones.ts'

export default {
  generate({ seed, size, options }) {
    const { style, grid, border, palette, background, shape, key } = lookOf(options)
    const draws = drawsOf(seed, key)
    const tones = tonesOf(draws.own(palette), background)
    const marks = marksOf(style, draws, fieldOf(size, grid, border))
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">` +
      groundOf(shape, tones.ground, size) +
      `<path fill="${tones.main}" d="${marks.main}"/><path fill="${tones.second}" d="${marks.second}"/></svg>\n`
    return { bytes: new TextEncoder().encode(svg) }
  },
} satisfies Generator

function marksOf(style: Look['style'], draws: Draws, field: Field): Marks {
  switch (style) {
    case 'rounded':
      return rounded(patternOf(draws, field.cells), field)
    case 'squares':
      return squares(patternOf(draws, field.cells), field)
    case 'ornament':
      return ornament(draws, field)
  }
}
