import { expect } from 'chai'
import { palette } from '../src/palette.ts'
import { ask } from './ask.ts'

/** WCAG 2 contrast, from 1 to 21. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = parseInt(hex.slice(at, at + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe('the colours of identicons', () => {
  it('stand out from their ground: the main tone 6:1, the second one 3:1', () => {
    for (const { main, second, ground } of palette) {
      expect(contrast(main, ground), main).to.be.at.least(6)
      expect(contrast(second, ground), second).to.be.at.least(3)
    }
  })

  it('are twenty, each of them equally often', () => {
    const total = 8000
    const counts = new Map(palette.map(({ ground }) => [ground, 0]))
    for (let at = 0; at < total; at++) {
      const ground = /fill="(#\w{6})"/.exec(ask(`person.${at}@example.com`))?.[1] ?? ''
      counts.set(ground, (counts.get(ground) ?? 0) + 1)
    }
    expect(counts.size).to.equal(20)
    const expected = total / counts.size
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 19 degrees of freedom: an even draw stays below 49 in 9,998 of 10,000 cases.
    expect(chiSquare).to.be.lessThan(49)
  })
})
