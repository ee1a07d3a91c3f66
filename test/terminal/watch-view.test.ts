import { expect } from 'chai'
import type { Journal } from '../../src/terminal/journal.ts'
import { tellNextRun, tellWatch } from '../../src/terminal/watch-view.ts'

/** A journal that is looked at. */
function kept() {
  const told: [level: string, message: string, facts: unknown][] = []
  const write = (level: string) => (message: string, facts?: unknown) =>
    void told.push([level, message, facts])
  const levels = { info: write('info'), warn: write('warn'), error: write('error') }
  const journal: Journal = { asJson: false, ...levels, know: () => undefined, about: () => journal }
  return { journal, told }
}

const interval = { ms: 900_000, text: '15m' }

describe('what is said between two runs', () => {
  const noon = new Date(2026, 4, 3, 12, 0, 0)

  it('is when the next one is due, in local time', () => {
    const { journal, told } = kept()
    tellNextRun(journal, interval, () => noon.getTime())({ inMs: 61_000, leftOut: 0, because: 'long-run' })
    const next = new Date(2026, 4, 3, 12, 1, 1).toISOString()
    expect(told).to.deep.equal([['info', 'Next run at 2026-05-03 12:01:01', { next, leftOut: 0 }]])
  })

  it('is a warning where runs are left out, with the reason', () => {
    const { journal, told } = kept()
    const tell = tellNextRun(journal, interval, () => noon.getTime())
    tell({ inMs: 1000, leftOut: 1, because: 'long-run' })
    tell({ inMs: 0, leftOut: 30, because: 'sleep' })
    tell({ inMs: 1000, leftOut: 2, because: 'refusal' })
    expect(told.map(([level, message]) => `${level}: ${message}`)).to.deep.equal([
      'warn: That took longer than 15m: 1 run that was due meanwhile is left out. Next run at 2026-05-03 12:00:01',
      'warn: The machine slept, or its clock was set forward: 30 runs that were due meanwhile are left out. The next run begins now',
      'warn: The directory has refused, and is not asked again at once: 2 runs that are due until then are left out. Next run at 2026-05-03 12:00:01',
    ])
  })

  it('begins with how often, and how much later than that', () => {
    const { journal, told } = kept()
    tellWatch(journal, interval, 0.05)
    expect(told).to.deep.equal([
      [
        'info',
        'Runs now, and then every 15m, 45 s later than that: not all installations ask at once',
        { intervalSeconds: 900, delaySeconds: 45 },
      ],
    ])
  })
})
