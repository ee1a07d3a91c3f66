import { expect } from 'chai'
import { lookOf, worstContrast, type Fill, type Theme } from '../src/look.ts'
import { manyPalette, safePalette } from '../src/palette.ts'
import { contrast, distance } from './colour.ts'

const themes: readonly Theme[] = ['dark', 'light']
const fills: readonly Fill[] = ['flat', 'gradient']

/** Every colour with these amounts of red, green and blue: grey, neon, nearly white, nearly black. */
const steps = ['00', '19', '40', '73', '80', '99', 'cc', 'ff']
const anyColour = steps.flatMap((red) =>
  steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
)

describe('the look of an avatar', () => {
  for (const theme of themes)
    for (const fill of fills)
      it(`can be read in every colour, ${theme} and ${fill}: 4.5:1 at the worst place`, () => {
        for (const colour of [...safePalette, ...manyPalette, ...anyColour]) {
          const look = lookOf(colour, theme, fill)
          expect(worstContrast(look), colour).to.be.at.least(4.5)
          for (const end of look.ground) expect(contrast(end, look.letters), colour).to.be.at.least(4.5)
        }
      })

  it('keeps our colours as they are, with white letters', () => {
    for (const colour of [...safePalette, ...manyPalette])
      expect(lookOf(colour, 'dark', 'flat')).to.deep.equal({ ground: [colour, colour], letters: '#ffffff' })
  })

  it('has dark letters on a bright colour, which stays as it is', () => {
    expect(lookOf('#ffcc00', 'dark', 'flat')).to.deep.equal({
      ground: ['#ffcc00', '#ffcc00'],
      letters: '#111111',
    })
  })

  it('moves a colour on which neither can be read, by so little that nobody sees it', () => {
    // 4.48:1 to white, 4.21:1 to the dark letters.
    const [ground] = lookOf('#777777', 'dark', 'flat').ground
    expect(ground).not.to.equal('#777777')
    for (const colour of anyColour)
      expect(distance(lookOf(colour, 'dark', 'flat').ground[0], colour), colour).to.be.below(0.02)
  })

  it('differs from one end of a gradient to the other, whatever the colour', () => {
    for (const theme of themes)
      for (const colour of [...safePalette, ...anyColour]) {
        const { ground } = lookOf(colour, theme, 'gradient')
        expect(distance(...ground), `${theme} ${colour}`).to.be.within(0.04, 0.17)
      }
  })
})
