import { expect } from 'chai'
import fc from 'fast-check'
import { hexOf, oklabOf } from '@avatarctl/colour'
import { defaultPalette } from '../src/palette.ts'
import { tonesOf, type Background } from '../src/tones.ts'
import { contrast } from './contrast.ts'

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((bits) => `#${bits.toString(16).padStart(6, '0')}`)
/** Grey, neon, nearly white, nearly black. */
const steps = ['00', '33', '73', '80', 'cc', 'ff']
const corners = steps.flatMap((red) =>
  steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
)
const opaque: readonly Background[] = ['tint', 'white', 'strong', 'dark']

function expectToStandOut(colour: string, background: Background) {
  const { main, second, ground } = tonesOf(colour, background)
  const grounds = ground === null ? ['#ffffff', '#000000'] : [ground]
  for (const one of grounds) {
    const what = `${colour} on ${background}`
    expect(contrast(main, one), what).to.be.at.least(ground === null ? 3 : 4.5)
    expect(contrast(second, one), what).to.be.at.least(3)
  }
  return { main, second, ground }
}

describe('the tones of an identicon', () => {
  for (const background of opaque)
    it(`stand out on ${background}, whatever the colour: the main one with 4.5:1, the second one with 3:1`, () => {
      for (const colour of [...defaultPalette, ...corners]) expectToStandOut(colour, background)
      fc.assert(fc.property(anyColour, (colour) => void expectToStandOut(colour, background)))
    })

  it('stand out on any colour that somebody chooses', () => {
    for (const colour of corners.filter((_, at) => at % 17 === 0))
      for (const ground of corners) expectToStandOut(colour, ground)
    // A vivid shade of it is not light enough however light it is meant to be: white is.
    expect(expectToStandOut('#ffffea', '#c13dbb').main).to.equal('#ffffff')
    fc.assert(fc.property(anyColour, anyColour, (colour, ground) => void expectToStandOut(colour, ground)))
  })

  it('stand out from white and from black with 3:1 where the ground is transparent', () => {
    for (const colour of [...defaultPalette, ...corners]) expectToStandOut(colour, 'transparent')
    fc.assert(
      fc.property(anyColour, (colour) => {
        expect(expectToStandOut(colour, 'transparent').ground).to.equal(null)
      }),
    )
  })

  it('can be told apart: 0.09 in OKLab or more, but on a middling ground of somebody’s own', () => {
    for (const colour of [...defaultPalette, ...corners])
      for (const background of [...opaque, 'transparent'] as const) {
        if (background === 'strong') continue
        const { main, second } = tonesOf(colour, background)
        expect(Math.abs(oklabOf(main)[0] - oklabOf(second)[0]), `${colour} on ${background}`).to.be.at.least(
          0.09,
        )
      }
  })

  it('leave a colour as it is where it stands out', () => {
    for (const colour of ['#0044aa', '#e2001a', '#000000'])
      expect(tonesOf(colour, 'white').main).to.equal(colour)
    expect(tonesOf('#ffcc00', '#222222').main).to.equal('#ffcc00')
    for (const colour of defaultPalette) expect(tonesOf(colour, 'tint').main).to.equal(colour)
  })

  it('keep the hue of a colour that does not', () => {
    for (const [colour, background] of [
      ['#ffcc00', 'white'],
      ['#00a550', 'tint'],
      ['#0044aa', 'dark'],
    ] as const) {
      const hue = ([, a, b]: readonly [number, number, number]) => Math.atan2(b, a)
      const { main } = tonesOf(colour, background)
      expect(main).not.to.equal(colour)
      expect(hue(oklabOf(main)), colour).to.be.closeTo(hue(oklabOf(colour)), 0.12)
    }
  })

  it('have the colour itself behind them on a strong ground, and white or a dark shade before it', () => {
    expect(tonesOf('#0044aa', 'strong')).to.include({ ground: '#0044aa', main: '#ffffff' })
    const { ground, main } = tonesOf('#ffcc00', 'strong')
    expect(ground).to.equal('#ffcc00')
    expect(oklabOf(main)[0]).to.be.lessThan(0.35)
  })

  it('have a ground of everybody’s own colour where it is tinted or dark, else the one that was asked for', () => {
    expect(tonesOf('#0044aa', 'white').ground).to.equal('#ffffff')
    expect(tonesOf('#0044aa', '#f5f5f5').ground).to.equal('#f5f5f5')
    const tint = oklabOf(tonesOf('#0044aa', 'tint').ground ?? '')
    const dark = oklabOf(tonesOf('#0044aa', 'dark').ground ?? '')
    expect(tint[0]).to.be.greaterThan(0.94)
    expect(dark[0]).to.be.lessThan(0.3)
    for (const [, a, b] of [tint, dark]) expect(Math.hypot(a, b)).to.be.within(0.01, 0.06)
    expect(hexOf(tint)).to.equal(tonesOf('#0044aa', 'tint').ground)
  })
})
