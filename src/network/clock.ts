import { setTimeout as delay } from 'node:timers/promises'

/** Time, so that tests need none of it. */
export interface Clock {
  /** Milliseconds since 1970 that never go back while the process runs, whatever is done to the system's clock. */
  now(): number
  /** Rejects with the signal's reason when it is aborted. May wake up a little early, as timers do. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {})
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  },
}
