/** Time in which a plugin owes answers; it stands still while the plugin waits for the tool. */
export interface OwnTime {
  /** Calls `onLate` once `ms` of it have passed. The answer takes that back. */
  after(ms: number, onLate: () => void): () => void
  /** Stands still until `work` is done. */
  during<T>(work: Promise<T>): Promise<T>
  /** Within a stretch in which it stands still: goes on until `work` is done. */
  except<T>(work: Promise<T>): Promise<T>
}

interface Alarm {
  leftMs: number
  since: number
  timer: NodeJS.Timeout | undefined
  onLate(): void
}

/**
 * One for all calls in one process: what one of them fetches, a token say, others may be waiting for. The time that
 * has passed before the clock stands still is not forgotten, so that nobody lives for ever by asking for trifles.
 */
export function ownTime(): OwnTime {
  const alarms = new Set<Alarm>()
  let waiting = 0

  function start(alarm: Alarm): void {
    alarm.since = performance.now()
    alarm.timer = setTimeout(alarm.onLate, alarm.leftMs)
  }

  function stop(alarm: Alarm): void {
    clearTimeout(alarm.timer)
    alarm.leftMs = Math.max(0, alarm.leftMs - (performance.now() - alarm.since))
  }

  function wait(change: 1 | -1): void {
    const wasWaiting = waiting > 0
    waiting += change
    if (waiting > 0 === wasWaiting) return
    for (const alarm of alarms) (wasWaiting ? start : stop)(alarm)
  }

  return {
    after(ms, onLate) {
      const alarm: Alarm = { leftMs: ms, since: 0, timer: undefined, onLate }
      alarms.add(alarm)
      if (waiting === 0) start(alarm)
      return () => {
        alarms.delete(alarm)
        clearTimeout(alarm.timer)
      }
    },

    async during(work) {
      wait(1)
      try {
        return await work
      } finally {
        wait(-1)
      }
    },

    async except(work) {
      wait(-1)
      try {
        return await work
      } finally {
        wait(1)
      }
    },
  }
}
