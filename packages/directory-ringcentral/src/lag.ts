import { setTimeout as delay } from 'node:timers/promises'

/** A write that may not be seen yet. */
interface Expected {
  /** The version that the record had before it. */
  before: string | null
  /** What was sent; undefined for a removal. */
  sent: Uint8Array | undefined
  /** Until when what is shown is taken for something that lags behind. */
  until: number
}

/** What is shown at one moment; no bytes where there is no image, or none yet. */
export interface Shown {
  version: string | null
  bytes?: Uint8Array
}

const firstPauseMs = 200
const longestPauseMs = 5_000

/**
 * A record, and the image that it points to, may each show a write later than it was acknowledged. Whoever looks right
 * after a write waits here until both do, or the time that is worth waiting for has passed; that is `imageMs` for the
 * image once the record shows the write.
 */
export function makeLag({ imageMs }: { imageMs: number }) {
  const expected = new Map<string, Expected>()
  /** The service showed a new version of other bytes until the end: it writes images anew, and that is no lag. */
  let rewrites = false

  function isShown({ before, sent }: Expected, { version, bytes }: Shown): boolean {
    if (version === before) return false
    if (version === null || sent === undefined) return true
    return bytes !== undefined && (rewrites || Buffer.compare(bytes, sent) === 0)
  }

  return {
    expect(id: string, before: string | null, sent: Uint8Array | undefined, patienceMs: number): void {
      expected.set(id, { before, sent, until: Date.now() + patienceMs })
    },

    /** Whether the next look at somebody may be too early, so that an image that is not there is no failure. */
    isExpected: (id: string) => expected.has(id),

    /** What `look` gives once it shows the write; the last look where it never does. */
    async settled<Look extends Shown>(
      id: string,
      look: () => Promise<Look>,
      signal: AbortSignal,
    ): Promise<Look> {
      const write = expected.get(id)
      if (!write) return await look()
      let recordSince: number | undefined
      for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
        if (Date.now() + pause > write.until) expected.delete(id)
        const looked = await look()
        if (looked.version !== write.before) recordSince ??= Date.now()
        if (recordSince !== undefined) write.until = Math.min(write.until, recordSince + imageMs)
        if (isShown(write, looked)) expected.delete(id)
        if (!expected.has(id)) {
          rewrites ||=
            looked.version !== write.before && looked.bytes !== undefined && !isShown(write, looked)
          return looked
        }
        await delay(pause, undefined, { signal })
      }
    },
  }
}
