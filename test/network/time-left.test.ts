import { expect } from 'chai'
import { timeLeft } from '../../src/network/time-left.ts'

describe('the time left', () => {
  const heavy = {
    group: 'heavy',
    limit: 10,
    windowMs: 60_000,
    waiting: 0,
    free: 10,
    waitMs: 0,
    stopped: false,
  }

  it('is nothing while all can go at once', () => {
    expect(timeLeft(heavy, 10)).to.equal(0)
  })

  it('is a window for each further limit', () => {
    expect(timeLeft(heavy, 11)).to.equal(60_000)
    expect(timeLeft(heavy, 41)).to.equal(4 * 60_000)
  })

  it('begins with what the next one has to wait', () => {
    expect(timeLeft({ ...heavy, free: 0, waiting: 8, waitMs: 20_000 }, 41)).to.equal(20_000 + 4 * 60_000)
  })
})
