import { expect } from 'chai'
import fc from 'fast-check'
import { fieldOf } from '../src/field.ts'

const cells = fc.integer({ min: 4, max: 9 })
const border = fc.integer({ min: 0, max: 40 })
const size = fc.integer({ min: 16, max: 2048 })

describe('the field of cells', () => {
  it('leaves the border free on every side', () => {
    fc.assert(
      fc.property(size, cells, border, (side, count, percent) => {
        const { cell, margin } = fieldOf(side, count, percent)
        expect(cell).to.be.greaterThan(0)
        expect(margin).to.be.at.least((side * percent) / 100 - 1e-9)
        expect(side - margin - cell * count).to.be.at.least((side * percent) / 100 - 1e-9)
      }),
    )
  })

  it('lies on whole pixels, and in the middle or half a pixel beside it', () => {
    fc.assert(
      fc.property(size, cells, border, (side, count, percent) => {
        const { cell, margin } = fieldOf(side, count, percent)
        fc.pre(side - 2 * Math.ceil((side * percent) / 100) >= count)
        expect(cell % 1).to.equal(0)
        expect(margin % 1).to.equal(0)
        expect(side - cell * count - 2 * margin).to.be.oneOf([0, 1])
        if (cell >= 16 && side % 2 === 0) expect(side - cell * count - 2 * margin).to.equal(0)
      }),
    )
  })

  it('has pixels where there are too few for whole ones', () => {
    expect(fieldOf(16, 9, 40).cell).to.be.closeTo(0.36, 0.01)
  })

  it('is as large as that allows', () => {
    fc.assert(
      fc.property(size, cells, border, (side, count, percent) => {
        const { cell } = fieldOf(side, count, percent)
        const room = side - 2 * Math.ceil((side * percent) / 100)
        expect((cell + (cell >= 15 ? 2 : 1)) * count).to.be.greaterThan(room)
      }),
    )
  })

  it('keeps its corners inside the circle from a border of 15 on', () => {
    fc.assert(
      fc.property(size, cells, fc.integer({ min: 15, max: 40 }), (side, count, percent) => {
        const { cell, margin } = fieldOf(side, count, percent)
        const reach = Math.max(side / 2 - margin, margin + cell * count - side / 2)
        expect(reach * Math.SQRT2).to.be.at.most(side / 2)
      }),
    )
  })

  it('is that of our pictures at the sizes that directories like', () => {
    expect(fieldOf(512, 5, 18)).to.deep.equal({ cells: 5, cell: 64, margin: 96 })
    expect(fieldOf(300, 5, 18)).to.deep.equal({ cells: 5, cell: 38, margin: 55 })
    expect(fieldOf(32, 5, 18)).to.deep.equal({ cells: 5, cell: 4, margin: 6 })
    expect(fieldOf(32, 9, 18)).to.deep.equal({ cells: 9, cell: 2, margin: 7 })
  })
})
