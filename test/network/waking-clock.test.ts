import { expect } from 'chai'
import { wakingClock } from '../../src/network/waking-clock.ts'

const minute = 60_000

/** A machine of which everything is in our hands; `duringNaps` is what happens in the next naps. */
function machine() {
  let [wall, steady] = [Date.UTC(2026, 0, 1), 5_000]
  const naps: number[] = []
  const duringNaps: (() => void)[] = []
  return {
    naps,
    duringNaps,
    wall: () => wall,
    steady: () => steady,
    async sleep(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted()
      naps.push(ms)
      steady += ms
      wall += ms
      duringNaps.shift()?.()
    },
    setWall: (ms: number) => void (wall += ms),
    suspend: (ms: number) => void (wall += ms),
  }
}

describe('time that goes on while the machine sleeps', () => {
  it('is the time that passes', async () => {
    const clock = wakingClock(machine())
    const start = clock.now()
    await clock.sleep(15 * minute)
    expect(clock.now() - start).to.equal(15 * minute)
  })

  it('wakes up soon after the machine does, and not when its timer would', async () => {
    const one = machine()
    const clock = wakingClock(one)
    const start = clock.now()
    one.duringNaps.push(() => one.suspend(8 * 60 * minute))
    await clock.sleep(15 * minute)
    expect(one.naps).to.deep.equal([20_000])
    expect(clock.now() - start).to.equal(8 * 60 * minute + 20_000)
  })

  it('goes on when the clock is set back by years', async () => {
    const one = machine()
    const clock = wakingClock(one)
    const start = clock.now()
    one.duringNaps.push(() => one.setWall(-5 * 365 * 24 * 60 * minute))
    await clock.sleep(minute)
    expect(one.naps).to.deep.equal([20_000, 20_000, 20_000])
    expect(clock.now() - start).to.equal(minute)
  })

  it('does not drift by the small corrections that every clock gets', async () => {
    const one = machine()
    const clock = wakingClock(one)
    const start = clock.now()
    for (let count = 0; count < 500; count += 1) {
      one.setWall(count % 2 === 0 ? 300 : -300)
      await clock.sleep(1000)
    }
    expect(clock.now() - start).to.equal(500_000)
  })

  it('sleeps for longer than a timer can', async () => {
    const one = machine()
    const clock = wakingClock(one)
    const start = clock.now()
    await clock.sleep(31 * 24 * 60 * minute)
    expect(clock.now() - start).to.equal(31 * 24 * 60 * minute)
    expect(one.naps.every((ms) => ms === 20_000)).to.equal(true)
  })

  it('is woken by a wish to stop', async () => {
    const stop = new AbortController()
    const sleeping = wakingClock().sleep(minute, stop.signal)
    stop.abort()
    expect(await sleeping.catch((error: unknown) => (error as Error).name)).to.equal('AbortError')
  })
})
