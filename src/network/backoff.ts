import { systemClock, type Clock } from './clock.ts'

export interface Backoff {
  /** The longest wait before the second try; it doubles with every further one. Default 2 s. */
  firstMs?: number
  /** No wait is longer. Default 60 s. */
  longestMs?: number
  /** From 0 up to, but not including, 1. */
  random?: () => number
}

/**
 * How long to wait after the nth failure (n from 1), in milliseconds: exponential, with full jitter, so that many who
 * failed together do not come back together.
 */
export function backoff(
  failures: number,
  { firstMs = 2_000, longestMs = 60_000, random = Math.random }: Backoff = {},
): number {
  return random() * Math.min(longestMs, firstMs * 2 ** (failures - 1))
}

/**
 * Repeats what failed, for reads only: a write whose outcome is not known is looked at, never repeated blindly.
 * An error's `retryAfterMs` is waited for at least. Rejects with the last error, or with the signal's reason.
 */
export async function retrying<Result>(
  operation: () => Promise<Result>,
  {
    tries = 5,
    signal,
    clock = systemClock,
    isWorthIt,
    ...delays
  }: Backoff & {
    tries?: number
    signal: AbortSignal
    clock?: Clock
    isWorthIt: (error: unknown) => boolean
  },
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    signal.throwIfAborted()
    try {
      return await operation()
    } catch (error) {
      signal.throwIfAborted()
      if (failures >= tries || !isWorthIt(error)) throw error
      await clock.sleep(Math.max(backoff(failures, delays), retryAfterOf(error)), signal)
    }
  }
}

function retryAfterOf(error: unknown): number {
  const ms = (error as { retryAfterMs?: unknown } | null | undefined)?.retryAfterMs
  return typeof ms === 'number' && ms > 0 ? Math.min(ms, 3_600_000) : 0
}
