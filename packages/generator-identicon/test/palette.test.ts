import { expect } from 'chai'
import { oklabOf } from '@avatarctl/colour'
import { defaultPalette } from '../src/palette.ts'
import { tonesOf } from '../src/tones.ts'
import { contrast } from './contrast.ts'

describe('the default palette', () => {
  it('has twenty colours that stand out from white by 7:1, and from their own tint by 6:1', () => {
    expect(new Set(defaultPalette).size).to.equal(20)
    for (const colour of defaultPalette) {
      expect(contrast(colour, '#ffffff'), colour).to.be.at.least(7)
      expect(contrast(colour, tonesOf(colour, 'tint').ground ?? ''), colour).to.be.at.least(6)
    }
  })

  it('goes round the circle in steps as the eye sees it: 0.04 to 0.06 in OKLab, at one lightness', () => {
    const points = defaultPalette.map(oklabOf)
    for (const [at, [lightness, a, b]] of points.entries()) {
      const [, nextA, nextB] = points[(at + 1) % points.length]!
      expect(lightness, defaultPalette[at]).to.be.closeTo(0.45, 0.002)
      if (at < points.length - 1)
        expect(Math.hypot(nextA - a, nextB - b), defaultPalette[at]).to.be.within(0.039, 0.06)
    }
  })
})
