import { expect } from 'chai'
import { drawsOf } from '../src/draws.ts'
import { fieldOf } from '../src/field.ts'
import { ornament } from '../src/ornament.ts'
import { grids } from './ask.ts'

describe('an ornament', () => {
  it('has both tones in every grid', () => {
    for (const cells of grids)
      for (let at = 0; at < 500; at++) {
        const { main, second } = ornament(drawsOf(`person.${at}@example.com`, ''), fieldOf(512, cells, 18))
        expect(main.length, `${cells}`).to.be.greaterThan(40)
        expect(second.length, `${cells}`).to.be.greaterThan(40)
      }
  })

  it('is hardly ever that of somebody else from 5 by 5 cells on', () => {
    const all = Array.from({ length: 3000 }, (_, at) => {
      const { main, second } = ornament(drawsOf(`person.${at}@example.com`, ''), fieldOf(512, 5, 18))
      return main + second
    })
    expect(new Set(all).size).to.be.greaterThan(2960)
  })
})
