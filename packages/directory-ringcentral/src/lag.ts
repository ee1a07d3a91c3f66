import { setTimeout as delay } from 'node:timers/promises'

/** A write that may not be seen yet. */
interface Expected {
  /** The version that the record had before it. */
  before: string | null
  /** Until when a record with that version is taken for one that lags behind. */
  until: number
}

const firstPauseMs = 200
const longestPauseMs = 5_000

/**
 * Records may show a write later than it was acknowledged. Whoever looks right after a write waits here until the record
 * has another version than before, or the time that is worth waiting for has passed.
 */
export function makeLag() {
  const expected = new Map<string, Expected>()

  return {
    expect(id: string, before: string | null, patienceMs: number): void {
      expected.set(id, { before, until: Date.now() + patienceMs })
    },

    /** What `look` gives once it shows the write; the last look where it never does. */
    async settled<Look extends { version: string | null }>(
      id: string,
      look: () => Promise<Look>,
      signal: AbortSignal,
    ): Promise<Look> {
      const write = expected.get(id)
      expected.delete(id)
      for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
        const looked = await look()
        if (!write || looked.version !== write.before || Date.now() + pause > write.until) return looked
        await delay(pause, undefined, { signal })
      }
    },
  }
}
