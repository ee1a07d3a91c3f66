import { expect } from 'chai'
import { AppError } from '../src/errors.ts'
import { parseInterval, parseMaxChanges, parseOption, selectionFrom } from '../src/flags.ts'

describe('--option', () => {
  it('is read from GENERATOR.NAME=VALUE, where the value may hold anything', () => {
    expect(parseOption('robohash.set=a=b.c')).to.deep.equal({
      contribution: 'robohash',
      name: 'set',
      value: 'a=b.c',
    })
    for (const bad of ['set=1', 'robohash.=1', 'robohash.set', '.set=1', '']) {
      expect(() => parseOption(bad), bad).to.throw(AppError)
    }
  })
})

describe('--max-changes', () => {
  it('is a number of people or a percentage', () => {
    expect(parseMaxChanges('50')).to.deep.equal({ count: 50 })
    expect(parseMaxChanges('5%')).to.deep.equal({ percent: 5 })
    for (const bad of ['', '-1', '5.5', '101%', 'all', '1e3'])
      expect(() => parseMaxChanges(bad), bad).to.throw(AppError)
  })
})

describe('--watch', () => {
  it('is a whole number with its unit, from a second to a month', () => {
    expect(['90s', '15m', '6h', '1d', '31D', ' 1s '].map((text) => parseInterval(text).ms)).to.deep.equal([
      90_000, 900_000, 21_600_000, 86_400_000, 2_678_400_000, 1000,
    ])
    for (const bad of ['', '15', 'm', '1.5h', '-1h', '1h30m', '0s', '0d', '32d', '999999999999h', '1w'])
      expect(() => parseInterval(bad), bad).to.throw(AppError, `--watch ${bad}`)
  })
})

describe('--status and --where', () => {
  it('are checked, with the words that are known', () => {
    const flags = { kind: 'person', status: 'Enabled, notactivated' } as const
    expect(selectionFrom(flags).status).to.deep.equal(['enabled', 'notActivated'])
    expect(() => selectionFrom({ ...flags, status: 'asleep' })).to.throw(AppError, 'asleep')
    expect(selectionFrom({ ...flags, where: ['Name=A=*'] }).where).to.deep.equal([
      { field: 'name', glob: 'A=*' },
    ])
    for (const bad of ['name', 'shoe=42', '=x'])
      expect(() => selectionFrom({ ...flags, where: [bad] }), bad).to.throw(AppError)
  })
})
