import type { NextRun } from '../records.ts'
import type { Journal } from './journal.ts'
import { duration } from './stretch.ts'

/** How often, in milliseconds and as the user has written it. */
interface Interval {
  ms: number
  text: string
}

/** Says what is going to happen. */
export function tellWatch(journal: Journal, interval: Interval, delay: number): void {
  const intervalSeconds = interval.ms / 1000
  const delaySeconds = Math.round(delay * intervalSeconds)
  const later =
    delaySeconds > 0 ? `, ${duration(delaySeconds)} later than that: not all installations ask at once` : ''
  journal.info(`Runs now, and then every ${interval.text}${later}`, { intervalSeconds, delaySeconds })
}

/** Says when the next run is due, and which are left out. */
export function tellNextRun(
  journal: Journal,
  interval: Interval,
  now = () => Date.now(),
): (next: NextRun) => void {
  const reasons: Record<NextRun['because'], [why: string, one: string, more: string]> = {
    'long-run': [`That took longer than ${interval.text}`, 'was due meanwhile', 'were due meanwhile'],
    refusal: [
      'The directory has refused, and is not asked again at once',
      'is due until then',
      'are due until then',
    ],
    sleep: ['The machine slept, or its clock was set forward', 'was due meanwhile', 'were due meanwhile'],
  }
  return ({ inMs, leftOut, because }) => {
    const next = new Date(now() + inMs)
    const when = inMs > 0 ? `Next run at ${localTime(next)}` : 'The next run begins now'
    const facts = { next: next.toISOString(), leftOut }
    if (leftOut === 0) return journal.info(when, facts)
    const [why, one, more] = reasons[because]
    const what = leftOut === 1 ? `1 run that ${one} is left out` : `${leftOut} runs that ${more} are left out`
    journal.warn(`${why}: ${what}. ${when}`, facts)
  }
}

function localTime(time: Date): string {
  const [year, ...rest] = [
    time.getFullYear(),
    ...[time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes(), time.getSeconds()],
  ].map((part) => String(part).padStart(2, '0'))
  const [month, day, ...clock] = rest
  return `${year}-${month}-${day} ${clock.join(':')}`
}
