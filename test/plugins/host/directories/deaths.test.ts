import { expect } from 'chai'
import { directoryDeaths } from '../../../../src/plugins/host/directories/deaths.ts'

describe('what is made of the deaths of a directory’s processes', () => {
  const name = 'readPhoto'
  /** Another process that dies while these people are asked for: whether each of them may be asked again. */
  const die = (deaths: ReturnType<typeof directoryDeaths>, ...people: string[]) => {
    const lost = { name, there: {}, isAlone: people.length === 1, words: 'died' } as const
    return people.map((person) => deaths.lost({ ...lost, person }))
  }

  it('nobody is blamed who was lost with others, and nobody is given up for one person', () => {
    const deaths = directoryDeaths('acme', 3)
    for (const innocent of ['a', 'b', 'c', 'd'])
      expect(die(deaths, innocent, 'culprit')).to.deep.equal([true, true])
    deaths.mustGoOn(name)
    expect(die(deaths, 'culprit')).to.deep.equal([false])
    deaths.mustGoOn(name)
  })

  it('what is deadly for others each time is given up, unless one of them is answered', () => {
    const deaths = directoryDeaths('acme', 3)
    die(deaths, 'a', 'b')
    die(deaths, 'c')
    deaths.answered(name, 'd')
    die(deaths, 'e')
    die(deaths, 'f', 'g')
    deaths.mustGoOn(name)
    die(deaths, 'h')
    expect(() => deaths.mustGoOn(name)).to.throw('acme is given up: for 3 people in a row it died')
    deaths.mustGoOn('person')
  })
})
