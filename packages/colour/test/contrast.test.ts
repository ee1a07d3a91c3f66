import { expect } from 'chai'
import fc from 'fast-check'
import { channelsOf, contrast } from '../src/index.ts'

const channel = fc.integer({ min: 0, max: 255 })
const colour = fc.tuple(channel, channel, channel)

describe('the contrast of two colours', () => {
  it('is that of WCAG 2', () => {
    expect(contrast(channelsOf('#000000'), channelsOf('#ffffff'))).to.equal(21)
    expect(contrast(channelsOf('#777777'), channelsOf('#ffffff'))).to.be.closeTo(4.48, 0.005)
    expect(contrast(channelsOf('#0000ff'), channelsOf('#ffffff'))).to.be.closeTo(8.59, 0.005)
  })

  it('is the same in either order, and 1 with itself', () => {
    fc.assert(
      fc.property(colour, colour, (one, other) => {
        expect(contrast(one, other)).to.equal(contrast(other, one)).and.to.be.within(1, 21)
        expect(contrast(one, one)).to.equal(1)
      }),
    )
  })
})
