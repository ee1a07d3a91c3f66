import { expect } from 'chai'
import fc from 'fast-check'
import { outlines, type Corner } from '../src/outline.ts'

function drawn(...rows: string[]): (column: number, row: number) => boolean {
  return (column, row) => rows[row]?.[column] === '#'
}

/** Clockwise is positive. */
function areaOf(corners: readonly Corner[]): number {
  let doubled = 0
  for (const [at, { x, y }] of corners.entries()) {
    const next = corners[(at + 1) % corners.length]!
    doubled += x * next.y - next.x * y
  }
  return doubled / 2
}

describe('the outlines of cells', () => {
  it('go round a piece from corner to corner, clockwise', () => {
    expect(outlines(drawn('##.', '#..', '...'), 3, true)).to.deep.equal([
      [
        { x: 2, y: 0, into: 0, out: 1 },
        { x: 2, y: 1, into: 1, out: 2 },
        { x: 1, y: 1, into: 2, out: 1 },
        { x: 1, y: 2, into: 1, out: 2 },
        { x: 0, y: 2, into: 2, out: 3 },
        { x: 0, y: 0, into: 3, out: 0 },
      ],
    ])
  })

  it('go round a hole the other way', () => {
    expect(outlines(drawn('###', '#.#', '###'), 3, true).map(areaOf)).to.deep.equal([9, -1])
  })

  it('take cells that meet in a corner for one piece or for two', () => {
    expect(outlines(drawn('#.', '.#'), 2, true).map(areaOf)).to.deep.equal([2])
    expect(outlines(drawn('#.', '.#'), 2, false).map(areaOf)).to.deep.equal([1, 1])
    expect(outlines(drawn('.#', '#.'), 2, true).map(areaOf)).to.deep.equal([2])
    expect(outlines(drawn('.#', '#.'), 2, false).map(areaOf)).to.deep.equal([1, 1])
  })

  it('enclose as much as there are cells, whatever the figure', () => {
    const figure = fc
      .integer({ min: 1, max: 9 })
      .chain((cells) => fc.array(fc.boolean(), { minLength: cells * cells, maxLength: cells * cells }))
    fc.assert(
      fc.property(figure, fc.boolean(), (all, joined) => {
        const cells = Math.sqrt(all.length)
        const isDrawn = (column: number, row: number) =>
          column >= 0 && column < cells && all[row * cells + column] === true
        const areas = outlines(isDrawn, cells, joined).map(areaOf)
        expect(areas.reduce((sum, area) => sum + area, 0)).to.equal(all.filter(Boolean).length)
      }),
    )
  })
})
