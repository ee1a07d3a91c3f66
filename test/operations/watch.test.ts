import { expect } from 'chai'
import { type ExitCode, exitCodes } from '../../src/errors.ts'
import { watch } from '../../src/operations/watch.ts'
import type { NextRun } from '../../src/records.ts'
import { makeVirtualClock } from '../network/virtual-clock.ts'

const minute = 60_000
const intervalMs = 15 * minute

/** Watches until the runs that are described are over; `at` says when they began, in minutes. */
async function watching(
  runs: readonly { takes?: number; endsWith?: ExitCode }[],
  { delay = 0, naps = [] }: { delay?: number; naps?: readonly number[] } = {},
) {
  const clock = makeVirtualClock()
  const stop = new AbortController()
  const start = clock.now()
  const asleep = [...naps]
  const at: number[] = []
  const told: NextRun[] = []
  let skew = 0
  const code = await clock.until(
    watch(
      {
        clock: {
          now: () => clock.now() + skew,
          async sleep(ms, signal) {
            // Nobody is left to run: it is stopped while it waits for the next one.
            if (at.length === runs.length) stop.abort()
            signal.throwIfAborted()
            await clock.sleep(ms, signal)
            skew += (asleep.shift() ?? 0) * minute
          },
        },
        signal: stop.signal,
        async runOnce() {
          const { takes = 0, endsWith = exitCodes.done } = runs[at.length] ?? {}
          at.push((clock.now() + skew - start) / minute)
          if (takes > 0) await clock.sleep(takes * minute)
          return endsWith
        },
        onNext: (next) => void told.push(next),
      },
      { intervalMs, delay },
    ),
  )
  return { code, at, told }
}

describe('watching', () => {
  it('runs at once, and then on a grid that the length of the runs does not shift', async () => {
    const { at, told } = await watching([{ takes: 1 }, { takes: 14 }, { takes: 3 }, {}])
    expect(at).to.deep.equal([0, 15, 30, 45])
    expect(told.map(({ inMs }) => inMs / minute)).to.deep.equal([14, 1, 12, 15])
    expect(told.map(({ leftOut }) => leftOut)).to.deep.equal([0, 0, 0, 0])
  })

  it('leaves out what falls into a run that takes too long, and says so', async () => {
    const { at, told } = await watching([{ takes: 31 }, {}])
    expect(at).to.deep.equal([0, 45])
    expect(told[0]).to.deep.equal({ inMs: 14 * minute, leftOut: 2, because: 'long-run' })
  })

  it('comes later by the same time each time, so that many installations do not ask at once', async () => {
    const { at } = await watching([{ takes: 1 }, { takes: 16 }, {}, {}], { delay: 0.1 })
    expect(at).to.deep.equal([0, 16.5, 46.5, 61.5])
  })

  it('makes up for none of the runs that a sleeping machine missed but the last, and is on the grid again', async () => {
    const { at, told } = await watching([{}, {}, {}], { naps: [100] })
    expect(at).to.deep.equal([0, 115, 120])
    expect(told[1]).to.deep.equal({ inMs: 0, leftOut: 6, because: 'sleep' })
  })

  for (const name of ['someFailed', 'refused', 'unreachable', 'locked'] as const)
    it(`tries again after a run that ended with ${exitCodes[name]}`, async () => {
      const { at, code } = await watching([{ endsWith: exitCodes[name] }, {}])
      expect(at).to.deep.equal([0, 15])
      expect(code).to.equal(0)
    })

  for (const name of ['vault', 'bug'] as const)
    it(`ends with ${exitCodes[name]}, whenever that comes`, async () => {
      const { at, code } = await watching([{}, {}, { endsWith: exitCodes[name] }])
      expect(at).to.deep.equal([0, 15, 30])
      expect(code).to.equal(exitCodes[name])
    })

  it('takes wrong use for final in the first run only: settings are edited while we watch', async () => {
    expect(await watching([{ endsWith: exitCodes.wrongUse }])).to.deep.include({ code: 2, at: [0] })
    const later = await watching([{}, { endsWith: exitCodes.wrongUse }, {}])
    expect(later).to.deep.include({ code: 0, at: [0, 15, 30] })
  })

  it('asks again no sooner than in a minute where it was refused', async () => {
    const clock = makeVirtualClock()
    const stop = new AbortController()
    const start = clock.now()
    const at: number[] = []
    const told: NextRun[] = []
    const parts = {
      clock,
      signal: stop.signal,
      async runOnce() {
        at.push(clock.now() - start)
        if (at.length === 2) stop.abort()
        return exitCodes.refused
      },
      onNext: (next: NextRun) => void told.push(next),
    }
    await clock.until(watch(parts, { intervalMs: 10_000, delay: 0 }))
    expect(at).to.deep.equal([0, 70_000])
    expect(told).to.deep.equal([{ inMs: 70_000, leftOut: 6, because: 'refusal' }])
  })

  it('ends at once and well when it is stopped between two runs', async () => {
    const { code, at } = await watching([{ takes: 2 }, { endsWith: exitCodes.someFailed }])
    expect({ code, at }).to.deep.equal({ code: 0, at: [0, 15] })
  })

  it('ends with what a run ended with that was stopped', async () => {
    const stop = new AbortController()
    const parts = {
      clock: makeVirtualClock(),
      signal: stop.signal,
      async runOnce() {
        stop.abort()
        return exitCodes.interrupted
      },
      onNext: () => undefined,
    }
    expect(await watch(parts, { intervalMs, delay: 0 })).to.equal(130)
  })
})
