import { expect } from 'chai'
import { colourOf, manyPalette, paletteOf, safePalette } from '../src/palette.ts'
import { ask } from './ask.ts'
import { contrast, distance, type Eye } from './colour.ts'

/** The distance of the two that lie nearest. */
function nearest(palette: readonly string[], eye: Eye): number {
  const distances = palette.flatMap((one, at) =>
    palette.slice(at + 1).map((other) => distance(one, other, eye)),
  )
  return Math.min(...distances)
}

describe('the palettes', () => {
  for (const [name, palette, count] of [
    ['default', safePalette, 24],
    ['many', manyPalette, 48],
  ] as const)
    it(`${name} has ${count} colours on which white can be read: 4.5:1 or more`, () => {
      expect(paletteOf(name)).to.equal(palette)
      expect(new Set(palette).size).to.equal(count)
      for (const colour of palette) expect(contrast(colour, '#ffffff'), colour).to.be.at.least(4.5)
    })

  it('have no two colours that look alike: 0.07 or more apart in OKLab', () => {
    expect(nearest(safePalette, 'all')).to.be.at.least(0.07)
    expect(nearest(manyPalette, 'all')).to.be.at.least(0.07)
  })

  for (const eye of ['protanopia', 'deuteranopia', 'tritanopia'] as const)
    it(`default has no two that look alike with ${eye}: 0.056 or more apart`, () => {
      expect(nearest(safePalette, eye)).to.be.at.least(0.056)
    })

  it('may be the user’s own, written in any of the usual ways', () => {
    expect(paletteOf('#FFCC00, 04a,#123456')).to.deep.equal(['#ffcc00', '#0044aa', '#123456'])
  })
})

describe('the colour of a person', () => {
  const colours = Array.from({ length: 100_000 }, (_, at) =>
    colourOf(`person.${at}@example.com`, safePalette),
  )

  it('follows from the seed alone', async () => {
    const fill = async (name: string, seed: string) =>
      /fill="(#\w{6})"/.exec((await ask(name, { seed }))?.svg ?? '')?.[1]
    expect(await fill('Ada Lovelace', 'a@example.com')).to.equal(await fill('Bob', 'a@example.com'))
    expect(await fill('Ada Lovelace', 'a@example.com')).to.equal(colourOf('a@example.com', safePalette))
  })

  it('is each of the palette equally often', () => {
    const expected = colours.length / safePalette.length
    const counts = safePalette.map((colour) => colours.filter((one) => one === colour).length)
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 23 degrees of freedom: an even draw stays below 51 in 9,993 of 10,000 cases.
    expect(chiSquare).to.be.lessThan(51)
  })

  it('is that of a namesake in 1 of 24 cases', () => {
    let state = 1
    const pick = () => colours[(state = (state * 48_271) % 2_147_483_647) % colours.length]
    let same = 0
    for (let pair = 0; pair < 1_000_000; pair++) if (pick() === pick()) same++
    expect(1_000_000 / same).to.be.closeTo(24, 0.5)
  })
})
