import { expect } from 'chai'
import { figureOf } from '../src/pattern.ts'
import { ask } from './ask.ts'

const seeds = Array.from({ length: 500 }, (_, at) => `person.${at}@example.com`)

interface Bar {
  x: number
  y: number
  width: number
  height: number
}

function barsOf(svg: string): Bar[] {
  return [...svg.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)H\1z/g)]
    .map(([, ...numbers]) => numbers.map(Number))
    .map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, width, height }))
    .filter(({ width }) => width < 512)
}

describe('an identicon', () => {
  it('is an SVG of the wanted size: a ground to the edge, and two paths with sharp edges', () => {
    expect(ask('ada@example.com', { size: 300 })).to.match(
      /^<svg xmlns="[^"]+" width="300" height="300" viewBox="0 0 512 512" shape-rendering="crispEdges">(<path fill="#[0-9a-f]{6}" d="[MhvHz0-9 ]+"\/>){3}<\/svg>\n$/,
    )
  })

  it('follows from the seed alone', () => {
    expect(ask('ada@example.com', { name: 'Bob' })).to.equal(ask('ada@example.com'))
    expect(ask('bob@example.com')).not.to.equal(ask('ada@example.com'))
    expect(ask('')).to.be.a('string')
  })

  it('draws the pattern, cell for cell', () => {
    for (const seed of seeds) {
      const drawn = figureOf(seed)
        .pattern.flat()
        .filter((tone) => tone !== 'ground').length
      const area = barsOf(ask(seed)).reduce((sum, { width, height }) => sum + width * height, 0)
      expect(area, seed).to.equal(drawn * 64 * 64)
    }
  })

  it('lies inside the circle that directories crop to, corners and all', () => {
    for (const seed of seeds)
      for (const { x, y, width, height } of barsOf(ask(seed)))
        for (const corner of [x, x + width])
          for (const edge of [y, y + height])
            expect(Math.hypot(corner - 256, edge - 256), seed).to.be.lessThan(256 * 0.9)
  })

  it('takes about a kilobyte at most', () => {
    for (const seed of seeds) expect(ask(seed).length, seed).to.be.lessThan(1100)
  })
})
