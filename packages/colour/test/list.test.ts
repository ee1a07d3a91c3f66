import { expect } from 'chai'
import { coloursIn } from '../src/index.ts'

describe('a list of colours', () => {
  it('is written in any of the usual ways', () => {
    expect(coloursIn('#FFCC00, 04a,#123456')).to.deep.equal(['#ffcc00', '#0044aa', '#123456'])
  })
})
