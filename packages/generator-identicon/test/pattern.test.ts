import { expect } from 'chai'
import { cells, figureOf, isRecognisable, type Pattern, type Tone } from '../src/pattern.ts'

const seeds = Array.from({ length: 5000 }, (_, at) => `person.${at}@example.com`)

function patternOf(...rows: string[]): Pattern {
  const tones: Record<string, Tone> = { '#': 'main', '+': 'second', '.': 'ground' }
  return rows.map((row) => Array.from(row, (cell) => tones[cell] ?? 'ground'))
}

describe('the pattern of a seed', () => {
  it('is the same from the left and from the right', () => {
    for (const seed of seeds.slice(0, 1000))
      for (const row of figureOf(seed).pattern) {
        expect(row).to.have.length(cells)
        expect([...row].reverse()).to.deep.equal(row)
      }
  })

  it('is never empty or full, or nearly so', () => {
    for (const seed of seeds) {
      const { pattern } = figureOf(seed)
      expect(pattern.flat().filter((tone) => tone !== 'ground').length, seed).to.be.within(10, 18)
      expect(isRecognisable(pattern), seed).to.equal(true)
    }
  })

  it('is hardly ever that of another seed', () => {
    expect(new Set(seeds.map((seed) => figureOf(seed).pattern.flat().join())).size).to.be.greaterThan(4990)
  })
})

describe('a pattern to be recognised by', () => {
  it('has both tones, and reaches over the whole square', () => {
    expect(isRecognisable(patternOf('#...#', '.+.+.', '..#..', '.###.', '#...#'))).to.equal(true)
  })

  it('is not nearly empty', () => {
    expect(isRecognisable(patternOf('#...#', '..+..', '..#..', '..#..', '#...#'))).to.equal(false)
  })

  it('is not nearly full', () => {
    expect(isRecognisable(patternOf('#####', '##+##', '#####', '#.#.#', '##.##'))).to.equal(false)
  })

  it('leaves no row empty, and neither side', () => {
    expect(isRecognisable(patternOf('#####', '.+.+.', '.....', '.###.', '#...#'))).to.equal(false)
    expect(isRecognisable(patternOf('.###.', '.+.+.', '.###.', '.###.', '..#..'))).to.equal(false)
  })

  it('does not put the second tone first', () => {
    expect(isRecognisable(patternOf('+...+', '.+.+.', '..#..', '.+#+.', '#...#'))).to.equal(false)
  })
})
