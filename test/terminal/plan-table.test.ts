import { stripVTControlCharacters } from 'node:util'
import { expect } from 'chai'
import { type PlannedChange, planLines } from '../../src/terminal/plan-table.ts'

describe('a plan as a table', () => {
  const change = (name: string, own: Partial<PlannedChange> = {}): PlannedChange => ({
    ...{ person: { id: name, name, email: null }, action: 'create', reason: 'no photo' },
    ...{ generator: 'initials', outcome: 'planned', error: null, ...own },
  })
  const lines = (changes: PlannedChange[], rows = 10) =>
    planLines(changes, { room: 80, rows }).map((line) => stripVTControlCharacters(line))

  it('has those first who fail, then what is changed, then who is left alone', () => {
    const shown = lines([
      change('Left', { action: 'skip', outcome: 'skipped', generator: null, reason: 'restored' }),
      change('Ada'),
      change('Bob', {
        outcome: 'failed',
        error: { code: 'x', message: 'no letters' } as { message: string },
      }),
    ])
    expect(shown.map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['WHO', 'WHAT', 'WITH', 'WHY'],
      ['Bob', 'fails', 'initials', 'no letters'],
      ['Ada', 'gets an avatar', 'initials', 'no photo'],
      ['Left', 'left alone', '', 'restored'].filter(Boolean),
    ])
  })

  it('is no longer than a screen', () => {
    const shown = lines(
      Array.from({ length: 100 }, (_, index) => change(`Person ${index}`)),
      5,
    )
    expect(shown).to.have.length(7)
    expect(shown.at(-1)).to.equal('… and 95 more')
  })

  it('shows no escape sequence of a name, and fits the room', () => {
    const [, row = ''] = lines([change(`Eve \u001b[31m${'x'.repeat(100)}`)])
    expect(row).to.not.contain('\u001b')
    expect(row.length).to.be.at.most(80)
  })
})
