import type { Clock } from '../clock.ts'

export const GROUPS = ['light', 'medium', 'heavy', 'auth'] as const
export type Group = (typeof GROUPS)[number]

/** How many requests are let in within a window, for each (user, app, group). */
export interface Limits extends Record<Group, number> {
  /** Requests of all groups and users of the account together, refused without the usual headers. */
  account: number
  windowMs: number
}

export const REAL_LIMITS: Limits = {
  light: 50,
  medium: 40,
  heavy: 10,
  auth: 5,
  account: Infinity,
  windowMs: 60_000,
}

/** The same window, and numbers that nobody reaches: still announced, so that a client learns them. */
export const NO_LIMITS: Limits = {
  light: 1_000_000,
  medium: 1_000_000,
  heavy: 1_000_000,
  auth: 1_000_000,
  account: Infinity,
  windowMs: 60_000,
}

export interface Verdict {
  /** `account`: refused for the account as a whole, without headers. */
  outcome: 'admitted' | 'group' | 'account'
  remaining: number
  /** How long to stay away; 0 when admitted. */
  waitMs: number
  /** To be called when the refusal has reached the client: whatever arrives from then on was sent knowingly. */
  announce(): void
}

export interface RateCounters {
  /** Requests that were let in. */
  admitted: Record<Group, number>
  /** Requests that were refused with 429, those without headers included. */
  rateLimited: number
  rateLimitedByGroup: Record<Group, number>
  /** Requests that came while a penalty was running, each of which started it anew. */
  penaltyRestarts: number
  /** Those of them that came after the refusal had reached the client, which broke the rule knowingly. */
  violations: number
}

export interface RateLimiter {
  readonly counters: RateCounters
  /** `arrivedAt` is when the request came in, which may be some simulated latency ago. */
  admit(user: string, group: Group, arrivedAt: number): Verdict
  /** Everything of the account is refused for a while, as in an emergency. */
  throttleAccount(durationMs: number): void
}

interface Bucket {
  /** When the requests of the last window were let in. */
  admitted: number[]
  penalty?: { until: number; durationMs: number; announcedAt: number }
}

/** A sliding window for each user and group, and a penalty that every request within it starts anew. */
export function rateLimiter(limits: Limits, clock: Clock): RateLimiter {
  const buckets = new Map<string, Bucket>()
  const account: Bucket = { admitted: [] }
  const counters: RateCounters = {
    admitted: zeros(),
    rateLimited: 0,
    rateLimitedByGroup: zeros(),
    penaltyRestarts: 0,
    violations: 0,
  }

  function bucketOf(user: string, group: Group): Bucket {
    const key = `${user} ${group}`
    const bucket = buckets.get(key) ?? { admitted: [] }
    buckets.set(key, bucket)
    return bucket
  }

  /** Whether a bucket is full or in its penalty, which from now on is running (again). */
  function isClosed(bucket: Bucket, limit: number, now: number, arrivedAt: number): boolean {
    const start = now - limits.windowMs
    const valid = bucket.admitted.findIndex((time) => time > start)
    bucket.admitted.splice(0, valid === -1 ? bucket.admitted.length : valid)
    if (bucket.penalty && bucket.penalty.until <= now) delete bucket.penalty
    if (bucket.penalty) {
      counters.penaltyRestarts++
      if (arrivedAt >= bucket.penalty.announcedAt) counters.violations++
      bucket.penalty.until = now + bucket.penalty.durationMs
      return true
    }
    if (bucket.admitted.length < limit) return false
    bucket.penalty = { until: now + limits.windowMs, durationMs: limits.windowMs, announcedAt: Infinity }
    return true
  }

  function refused(outcome: 'group' | 'account', bucket: Bucket, group: Group, now: number): Verdict {
    const penalty = bucket.penalty!
    counters.rateLimited++
    counters.rateLimitedByGroup[group]++
    return {
      outcome,
      remaining: 0,
      waitMs: penalty.until - now,
      announce: () => (penalty.announcedAt = Math.min(penalty.announcedAt, clock.now())),
    }
  }

  return {
    counters,
    admit(user, group, arrivedAt) {
      const now = clock.now()
      if (isClosed(account, limits.account, now, arrivedAt)) return refused('account', account, group, now)
      const bucket = bucketOf(user, group)
      if (isClosed(bucket, limits[group], now, arrivedAt)) return refused('group', bucket, group, now)
      if (limits.account !== Infinity) account.admitted.push(now)
      bucket.admitted.push(now)
      counters.admitted[group]++
      return {
        outcome: 'admitted',
        remaining: limits[group] - bucket.admitted.length,
        waitMs: 0,
        announce: () => undefined,
      }
    },
    throttleAccount(durationMs) {
      account.penalty = { until: clock.now() + durationMs, durationMs, announcedAt: Infinity }
    },
  }
}

function zeros(): Record<Group, number> {
  return { light: 0, medium: 0, heavy: 0, auth: 0 }
}
