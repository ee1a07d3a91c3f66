import { expect } from 'chai'
import { drawsOf } from '../src/draws.ts'
import { isRecognisable, patternOf, type Pattern, type Tone } from '../src/pattern.ts'
import { grids } from './ask.ts'

const seeds = Array.from({ length: 2000 }, (_, at) => `person.${at}@example.com`)

function patternFor(seed: string, cells: number): Pattern {
  return patternOf(drawsOf(seed, ''), cells)
}

function of(...rows: string[]): Pattern {
  const tones: Record<string, Tone> = { '#': 'main', '+': 'second', '.': 'ground' }
  return rows.map((row) => Array.from(row, (cell) => tones[cell] ?? 'ground'))
}

for (const cells of grids)
  describe(`the pattern of a seed in ${cells} by ${cells} cells`, () => {
    it('is the same from the left and from the right', () => {
      for (const seed of seeds) {
        const pattern = patternFor(seed, cells)
        expect(pattern.flat()).to.have.length(cells * cells)
        expect(pattern.map((row) => [...row].reverse()).join(), seed).to.equal(pattern.join())
      }
    })

    it('is never empty or full, or nearly so, and has both tones', () => {
      for (const seed of seeds) {
        const all = patternFor(seed, cells).flat()
        const count = (tone: Tone) => all.filter((one) => one === tone).length
        expect(count('ground') / all.length, seed).to.be.within(0.28, 0.6)
        expect(count('second'), seed).to.be.within(1, count('main'))
      }
    })
  })

describe('the patterns of many seeds', () => {
  it('are hardly ever the same from 5 by 5 cells on', () => {
    const all = Array.from({ length: 5000 }, (_, at) =>
      patternFor(`person.${at}@example.com`, 5).flat().join(),
    )
    expect(new Set(all).size).to.be.greaterThan(4970)
  })
})

describe('a pattern to be recognised by', () => {
  it('has both tones, hangs together, and reaches over the whole square', () => {
    expect(isRecognisable(of('#...#', '.+.+.', '..#..', '.###.', '#...#'))).to.equal(true)
    expect(isRecognisable(of('.##.', '#++#', '.##.', '#..#'))).to.equal(true)
  })

  it('is not nearly empty', () => {
    expect(isRecognisable(of('#...#', '.+.+.', '..#..', '..#..', '.#.#.'))).to.equal(false)
  })

  it('is not nearly full', () => {
    expect(isRecognisable(of('#####', '##+##', '#####', '#.#.#', '##.##'))).to.equal(false)
  })

  it('leaves no row empty', () => {
    expect(isRecognisable(of('#####', '.+.+.', '.....', '.###.', '#...#'))).to.equal(false)
  })

  it('is as wide as the whole in its upper half', () => {
    expect(isRecognisable(of('.###.', '.+.+.', '#####', '.###.', '..#..'))).to.equal(false)
  })

  it('does not put the second tone first', () => {
    expect(isRecognisable(of('+...+', '.+.+.', '..#..', '.+#+.', '#...#'))).to.equal(false)
  })

  it('is no handful of crumbs', () => {
    expect(isRecognisable(of('#.#.#', '.....', '#.+.#', '#...#', '#.#.#'))).to.equal(false)
    expect(isRecognisable(of('##.##', '#...#', '..+..', '#...#', '##.##'))).to.equal(false)
  })

  it('is no pillar on a broad foot', () => {
    expect(isRecognisable(of('#.#.#', '..+..', '.###.', '#####', '##.##'))).to.equal(false)
    expect(isRecognisable(of('#.#.#', '..+..', '#.#.#', '##.##', '#####'))).to.equal(false)
    expect(isRecognisable(of('..##..', '..##..', '#.++.#', '######', '#.##.#', '##..##'))).to.equal(false)
  })

  it('may be a trident, a head on its shoulders, or a T', () => {
    expect(isRecognisable(of('#.#.#', '#.#.#', '#.+.#', '#####', '..#..'))).to.equal(true)
    expect(isRecognisable(of('.###.', '#.+.#', '.###.', '#####', '#...#'))).to.equal(true)
    expect(isRecognisable(of('#####', '#####', '..+..', '..#..', '..#..'))).to.equal(true)
  })
})
