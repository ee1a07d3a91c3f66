import { createHash } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import { hexOf, oklabOf } from '../src/index.ts'

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((bits) => `#${bits.toString(16).padStart(6, '0')}`)

function expectNear(colour: string, expected: readonly number[]) {
  for (const [at, value] of oklabOf(colour).entries())
    expect(value, colour).to.be.closeTo(expected[at] ?? NaN, 0.0005)
}

describe('a colour in OKLab', () => {
  it('lies where its inventor says', () => {
    expectNear('#ffffff', [1, 0, 0])
    expectNear('#000000', [0, 0, 0])
    expectNear('#ff0000', [0.628, 0.2249, 0.1258])
    expectNear('#00ff00', [0.8664, -0.2339, 0.1795])
    expectNear('#0000ff', [0.452, -0.0325, -0.3115])
  })

  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        expect(hexOf(oklabOf(colour))).to.equal(colour)
      }),
      { numRuns: 2000 },
    )
  })

  it('becomes paler where no screen shows it, with the same lightness', () => {
    const [lightness, a, b] = oklabOf(hexOf([0.6, -0.3, 0.2]))
    expect(lightness).to.be.closeTo(0.6, 0.01)
    expect(a / b).to.be.closeTo(-1.5, 0.05)
    expect(a).to.be.within(-0.2, -0.1)
    expect(hexOf([1.2, 0, 0])).to.equal('#ffffff')
  })

  it('is the same to the last bit on every machine', () => {
    const hash = createHash('sha256')
    for (let bits = 0; bits < 0x1000000; bits += 4099)
      hash.update(oklabOf(`#${bits.toString(16).padStart(6, '0')}`).join())
    expect(hash.digest('hex')).to.equal('9126241d365fbaabafe8f43d69d5647cad7f14c71e313e122de7e9114dae331e')
  })
})
