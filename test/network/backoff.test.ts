import { expect } from 'chai'
import fc from 'fast-check'
import { backoff, retrying } from '../../src/network/backoff.ts'
import { makeVirtualClock } from './virtual-clock.ts'

describe('backing off', () => {
  it('waits up to twice as long each time, to a bound', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7].map((failures) => backoff(failures, { random: () => 1 }))
    expect(longest).to.deep.equal([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(backoff(2_000, { random: () => 1 })).to.equal(60_000)
  })

  it('takes any time up to that, so that nobody comes back together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, chance) => {
          expect(backoff(n, { random: () => chance })).to.equal(chance * backoff(n, { random: () => 1 }))
        },
      ),
    )
  })
})

describe('retrying a read', () => {
  const { signal } = new AbortController()
  const options = { signal, isWorthIt: () => true, random: () => 0.5 }

  /** Fails so often, and then answers. */
  function failing(times: number, error = new Error('503')) {
    let calls = 0
    return {
      calls: () => calls,
      operation: () => ((calls += 1) > times ? Promise.resolve('answer') : Promise.reject(error)),
    }
  }

  it('answers when one of five tries does', async () => {
    const clock = makeVirtualClock(0)
    const { calls, operation } = failing(4)
    expect(await clock.until(retrying(operation, { ...options, clock }))).to.equal('answer')
    expect(calls()).to.equal(5)
    expect(clock.now()).to.equal(1_000 + 2_000 + 4_000 + 8_000)
  })

  it('throws the last failure after five', async () => {
    const clock = makeVirtualClock()
    const { calls, operation } = failing(9)
    const error = await clock
      .until(retrying(operation, { ...options, clock }))
      .catch((thrown: unknown) => thrown)
    expect(error).to.have.property('message', '503')
    expect(calls()).to.equal(5)
  })

  it('does not repeat what is not worth it', async () => {
    const { calls, operation } = failing(1)
    const isWorthIt = () => false
    expect(await retrying(operation, { ...options, isWorthIt }).catch(() => 'failed')).to.equal('failed')
    expect(calls()).to.equal(1)
  })

  it('waits as long as the service asks for', async () => {
    const clock = makeVirtualClock(0)
    const { operation } = failing(1, Object.assign(new Error('503'), { retryAfterMs: 20_000 }))
    await clock.until(retrying(operation, { ...options, clock }))
    expect(clock.now()).to.equal(20_000)
  })

  it('stops waiting when it is aborted', async () => {
    const clock = makeVirtualClock()
    const controller = new AbortController()
    const { calls, operation } = failing(9)
    const read = retrying(operation, { ...options, clock, signal: controller.signal })
    await clock.pass(10)
    controller.abort(new Error('stopped'))
    expect(await read.catch((error: unknown) => error)).to.equal(controller.signal.reason)
    expect(calls()).to.equal(1)
  })
})
