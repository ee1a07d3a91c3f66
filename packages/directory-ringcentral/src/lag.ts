import { setTimeout as delay } from 'node:timers/promises'

/** A write that may not be seen yet. */
interface Expected {
  /** What the record said before it. */
  before: string | null
  /** What went out; nothing for a removal. */
  sent: Uint8Array | undefined
  /** Until when an old record is taken for one that lags behind. */
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
    expect(id: string, before: string | null, sent: Uint8Array | undefined, patienceMs: number): void {
      expected.set(id, { before, sent, until: Date.now() + patienceMs })
    },

    /** What `look` gives once it shows the write; the last look where it never does. */
    async settled<Look extends { version: string | null }>(
      id: string,
      look: () => Promise<Look>,
      /** The version is the same where the same picture was sent again. */
      shows: (looked: Look, sent: Uint8Array) => Promise<boolean>,
      signal: AbortSignal,
    ): Promise<Look> {
      const write = expected.get(id)
      expected.delete(id)
      for (let pause = firstPauseMs, looks = 1; ; pause = Math.min(pause * 2, longestPauseMs), looks += 1) {
        const looked = await look()
        if (!write || looked.version !== write.before || Date.now() + pause > write.until) return looked
        const isThere = looks === 1 && looked.version !== null && write.sent !== undefined
        if (isThere && (await shows(looked, write.sent!))) return looked
        await delay(pause, undefined, { signal })
      }
    },
  }
}
