import { expect } from 'chai'
import { makeRefusals } from '../../src/operations/refusals.ts'
import type { ChangeResult } from '../../src/records.ts'

describe('who is refused', () => {
  const result = (outcome: ChangeResult['outcome'], kind?: 'forbidden' | 'rejected') =>
    ({
      ...{ outcome, after: null, change: {} },
      error: kind ? { code: 'CMN-408', message: 'refused', hint: 'ask', kind } : null,
    }) as unknown as ChangeResult
  const [done, forbidden] = [result('done'), result('failed', 'forbidden')]

  it('is one person, among others who are served', () => {
    const refusals = makeRefusals()
    const told = [done, forbidden, done, forbidden, forbidden, forbidden, done].map((one) =>
      refusals.after(one),
    )
    expect(told).to.deep.equal(new Array(7).fill(undefined))
    expect(refusals.atTheEnd()).to.equal(undefined)
  })

  it('is everybody, when the first three are', () => {
    const refusals = makeRefusals()
    const told = [forbidden, forbidden, forbidden].map((one) => refusals.after(one)?.exitCode)
    expect(told).to.deep.equal([undefined, undefined, 5])
  })

  it('is everybody, when ten in a row are, as when a permission is taken away in the middle', () => {
    const refusals = makeRefusals()
    refusals.after(done)
    const told = Array.from({ length: 10 }, () => refusals.after(forbidden))
    expect(told.map((one) => one?.hint)).to.deep.equal([...new Array<undefined>(9).fill(undefined), 'ask'])
  })

  it('is everybody, when nobody was served in the end', () => {
    const refusals = makeRefusals()
    refusals.after(result('failed', 'rejected'))
    refusals.after(forbidden)
    expect(refusals.atTheEnd()).to.include({ code: 'refused', exitCode: 5 })
  })

  it('is nobody, when people fail for other reasons', () => {
    const refusals = makeRefusals()
    for (let count = 0; count < 20; count += 1) refusals.after(result('failed', 'rejected'))
    expect(refusals.atTheEnd()).to.equal(undefined)
  })
})
