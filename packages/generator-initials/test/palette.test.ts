import { expect } from 'chai'
import { colourOf, palette } from '../src/palette.ts'
import { ask } from './ask.ts'
import { contrast, distance } from './colour.ts'

describe('the palette', () => {
  const pairs = palette.flatMap((one, at) => palette.slice(at + 1).map((other) => [one, other] as const))

  it('has 48 colours on which white can be read: 4.5:1 or more', () => {
    expect(new Set(palette).size).to.equal(48)
    for (const colour of palette) expect(contrast(colour, '#ffffff'), colour).to.be.at.least(4.5)
  })

  it('has no two colours that look alike: 0.07 or more apart in OKLab', () => {
    for (const [one, other] of pairs) expect(distance(one, other), `${one} ${other}`).to.be.at.least(0.07)
  })
})

describe('the colour of a person', () => {
  const colours = Array.from({ length: 100_000 }, (_, at) => colourOf(`person.${at}@example.com`))

  it('follows from the seed alone', async () => {
    const fill = async (name: string, seed: string) =>
      /fill="(#\w{6})"/.exec((await ask(name, { seed }))?.svg ?? '')?.[1]
    expect(await fill('Ada Lovelace', 'a@example.com')).to.equal(await fill('Bob', 'a@example.com'))
    expect(await fill('Ada Lovelace', 'a@example.com')).to.equal(colourOf('a@example.com'))
  })

  it('is each of the palette equally often', () => {
    const expected = colours.length / palette.length
    const counts = palette.map((colour) => colours.filter((one) => one === colour).length)
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 47 degrees of freedom: an even draw stays below 87 in 9,996 of 10,000 cases.
    expect(chiSquare).to.be.lessThan(87)
  })

  it('is that of a namesake in 1 of 48 cases', () => {
    let state = 1
    const pick = () => colours[(state = (state * 48_271) % 2_147_483_647) % colours.length]
    let same = 0
    for (let pair = 0; pair < 1_000_000; pair++) if (pick() === pick()) same++
    expect(1_000_000 / same).to.be.closeTo(48, 1)
  })
})
