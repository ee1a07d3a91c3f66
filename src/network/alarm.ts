import type { Clock } from './clock.ts'

/** Wakes up once, at the time that was set last. */
export interface Alarm {
  /** Undefined or Infinity: not at all. */
  set(at: number | undefined): void
}

export function makeAlarm(clock: Clock, ring: () => void): Alarm {
  let current: { at: number; off: AbortController } | undefined

  return {
    set(at = Infinity) {
      if (current?.at === at) return
      current?.off.abort()
      current = undefined
      if (at === Infinity) return
      const mine = { at, off: new AbortController() }
      current = mine
      // Timers count whole milliseconds; what they wake too early for is waited for once more.
      void clock.sleep(Math.max(1, at - clock.now()), mine.off.signal).then(
        () => {
          if (current !== mine) return
          current = undefined
          ring()
        },
        () => undefined,
      )
    },
  }
}
