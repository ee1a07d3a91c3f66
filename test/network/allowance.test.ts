import { expect } from 'chai'
import { allowance, timeLeft } from '../../src/network/allowance.ts'

const heavy = {
  group: 'heavy',
  limit: 10,
  windowMs: 60_000,
  waiting: 0,
  free: 10,
  waitMs: 0,
  stopped: false,
}

describe('the time left', () => {
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

describe('what a service allows', () => {
  it('is said in the words of the service', () => {
    expect(allowance('RingCentral', heavy, 'uploads')).to.equal('RingCentral allows 10 uploads a minute')
    expect(allowance('Igloo', heavy)).to.equal('Igloo allows 10 heavy requests a minute')
  })

  it('names any window', () => {
    const within = (windowMs: number) => allowance('It', { ...heavy, windowMs }, 'uploads')
    expect(within(1_000)).to.equal('It allows 10 uploads a second')
    expect(within(2_500)).to.equal('It allows 10 uploads in 2.5 s')
    expect(within(300_000)).to.equal('It allows 10 uploads in 5 min')
  })
})
