import { expect } from 'chai'
import fc from 'fast-check'
import { fieldOf } from '../src/field.ts'
import { ask, coverageOf, grids, styles } from './ask.ts'

const seeds = Array.from({ length: 200 }, (_, at) => `person.${at}@example.com`)
const anyStyle = fc.constantFrom(...styles)
const anyGrid = fc.constantFrom(...grids)
const anySeed = fc.string({ unit: 'binary' })

describe('an identicon', () => {
  it('is an SVG of the wanted size: a ground to the edge, and two paths', () => {
    expect(ask('ada@example.com', { size: 300 })).to.match(
      /^<svg xmlns="[^"]+" width="300" height="300" viewBox="0 0 300 300"><path fill="#[0-9a-f]{6}" d="M0 0h300v300H0z"\/>(<path fill="#[0-9a-f]{6}" d="M[MLAz0-9. ]+z"\/>){2}<\/svg>\n$/,
    )
  })

  it('follows from the seed and the options alone', () => {
    expect(ask('ada@example.com', { name: 'Bob' })).to.equal(ask('ada@example.com'))
    expect(ask('bob@example.com')).not.to.equal(ask('ada@example.com'))
    expect(ask('')).to.be.a('string')
  })

  it('is another one with another key, grid, border, style, palette, background or shape', () => {
    const each = [
      {},
      ...[{ key: 'Example Inc.' }, { key: 'Example Ltd.' }, { grid: 6 }, { border: 0 }, { style: 'squares' }],
      ...[{ style: 'ornament' }, { palette: '#000000' }, { background: 'white' }, { background: '#f5f5f5' }],
      ...[{ background: 'dark' }, { background: 'strong' }, { background: 'transparent' }],
      ...[{ shape: 'circle' }, { shape: 'rounded' }],
    ]
    expect(new Set(each.map((options) => ask('ada@example.com', { options }))).size).to.equal(each.length)
  })

  it('has the same colour in every style and grid, and the same pattern on every background', () => {
    const fillsOf = (svg: string) => svg.match(/#[0-9a-f]{6}/g)?.join()
    for (const style of styles)
      for (const grid of grids)
        expect(fillsOf(ask('ada@example.com', { options: { style, grid } }))).to.equal(
          fillsOf(ask('ada@example.com')),
        )
    const marksOf = (svg: string) => svg.match(/ d="[^"]{40,}"/g)?.join()
    expect(marksOf(ask('ada@example.com', { options: { background: 'dark', shape: 'circle' } }))).to.equal(
      marksOf(ask('ada@example.com')),
    )
  })

  it('is the same in a mirror, in every style, grid and size', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[anySeed, anyStyle, anyGrid, fc.integer({ min: 24, max: 160 })],
        async (seed, style, grid, size) => {
          const options = { style, grid, background: 'transparent' }
          const { at, pixels } = await coverageOf(ask(seed, { size, options }))
          const { cells, cell, margin } = fieldOf(size, grid, 18)
          const end = 2 * margin + cells * cell - 1
          const mirrors = (x: number, y: number) =>
            style === 'ornament' ? [at(end - x, y), at(x, end - y), at(y, x)] : [at(end - x, y)]
          const differences = pixels.map(({ x, y }) =>
            Math.max(...mirrors(x, y).map((one) => Math.abs(one - at(x, y)))),
          )
          // Where an edge is drawn smooth, its pixels are a little lighter on one side.
          expect(Math.max(...differences)).to.be.at.most(48)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is never empty or full, or nearly so, in every style and grid', async () => {
    for (const style of styles)
      for (const grid of grids)
        for (const seed of seeds.slice(0, 40)) {
          const options = { style, grid, border: 0, background: 'transparent' }
          const { at, pixels } = await coverageOf(ask(seed, { size: 72, options }))
          const covered = pixels.reduce((sum, { x, y }) => sum + at(x, y) / 255, 0)
          expect(covered / pixels.length, `${seed} ${style} ${grid}`).to.be.within(0.3, 0.75)
        }
  })

  it('lies inside the circle that directories crop to, with room to spare', async () => {
    for (const style of styles)
      for (const grid of grids)
        for (const seed of seeds.slice(0, 20)) {
          const options = { style, grid, background: 'transparent' }
          const { at, pixels, side } = await coverageOf(ask(seed, { size: 128, options }))
          const fromMiddle = pixels
            .filter(({ x, y }) => at(x, y) > 0)
            .map(({ x, y }) => Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2))
          expect(Math.max(...fromMiddle), `${seed} ${style} ${grid}`).to.be.lessThan(0.46 * side)
        }
  })

  it('draws nothing outside of its shape, not even with the smallest border', async () => {
    for (const shape of ['circle', 'rounded'])
      for (const style of styles)
        for (const seed of seeds.slice(0, 20)) {
          const options = { shape, style, border: 0, background: 'white' }
          const whole = await coverageOf(ask(seed, { size: 128, options }))
          const ground = await coverageOf(ask(seed, { size: 128, options }).replace(/<path.*\/>/, ''))
          const beyond = ground.pixels.filter(({ x, y }) => ground.at(x, y) === 0 && whole.at(x, y) > 0)
          expect(beyond, `${seed} ${shape} ${style}`).to.deep.equal([])
        }
  })

  it('has no blurred edge where it is made of squares', async () => {
    for (const size of [32, 48, 100, 360])
      for (const grid of [4, 5, 6, 9]) {
        const options = { style: 'squares', grid, background: 'transparent' }
        const { at, pixels } = await coverageOf(ask('ada@example.com', { size, options }))
        expect([...new Set(pixels.map(({ x, y }) => at(x, y)))]).to.have.members([0, 255])
      }
  })

  it('takes a few kilobytes at most', () => {
    for (const style of styles)
      for (const seed of seeds) {
        expect(ask(seed, { options: { style } }).length, seed).to.be.lessThan(3000)
        expect(ask(seed, { options: { style, grid: 9 } }).length, seed).to.be.lessThan(8000)
      }
  })
})
