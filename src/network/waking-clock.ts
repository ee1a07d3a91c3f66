import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './clock.ts'

/** What a machine has to tell the time by, in milliseconds. */
interface Timepieces {
  /** Since 1970: stands right again after a sleep, and can be set. */
  wall(): number
  /** Never goes back, and stands still while the machine sleeps. */
  steady(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

const ofTheSystem: Timepieces = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
}

/** So much more than the steady one the wall clock has to have gone for a sleep to be the reason. */
const sleepMs = 1000
/** So long a nap is at most: timers stand still with the machine, and know of no more than 24 days. */
const napMs = 20_000

/**
 * Time that goes on while the machine sleeps. A wall clock that is set forward is taken for a sleep, as nobody can tell
 * them apart; one that is set back changes nothing.
 */
export function wakingClock({ wall, steady, sleep }: Timepieces = ofTheSystem): Clock {
  let seen = { wall: wall(), steady: steady() }
  let passed = 0

  function now(): number {
    const look = { wall: wall(), steady: steady() }
    const [byWall, bySteady] = [look.wall - seen.wall, look.steady - seen.steady]
    passed += byWall > bySteady + sleepMs ? byWall : bySteady
    seen = look
    return passed
  }

  return {
    now,
    async sleep(ms, signal) {
      const end = now() + ms
      for (let rest = ms; rest > 0; rest = end - now()) await sleep(Math.min(rest, napMs), signal)
    },
  }
}
