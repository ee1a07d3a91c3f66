/** What an answer says about the limit of its group; what it does not say, or says absurdly, is left out. */
export interface RateHeaders {
  limit?: number
  remaining?: number
  windowMs?: number
}

const hour = 3_600_000
/** What RingCentral asks for where a refusal does not say how long it lasts. */
const unsaid = 30_000
const shortest = 1_000

/** Undefined where an answer has none of `X-Rate-Limit-*`: then it was not the group that was judged. */
export function readRateHeaders(headers: Headers): RateHeaders | undefined {
  const names = ['group', 'limit', 'remaining', 'window'].map((name) => `x-rate-limit-${name}`)
  if (!names.some((name) => headers.has(name))) return undefined
  const limit = amount(headers.get('x-rate-limit-limit'))
  const remaining = amount(headers.get('x-rate-limit-remaining'))
  const windowMs = (amount(headers.get('x-rate-limit-window')) ?? 0) * 1_000
  return {
    ...(limit !== undefined && limit >= 1 ? { limit: Math.floor(limit) } : {}),
    ...(remaining !== undefined ? { remaining: Math.floor(remaining) } : {}),
    ...(windowMs > 0 && windowMs <= hour ? { windowMs } : {}),
  }
}

/**
 * How long `Retry-After` asks to wait, in milliseconds, between a second and an hour; undefined where it says nothing
 * that can be understood. A date is compared with the answer's own `Date`, which is of the same clock.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  const seconds = amount(text)
  if (seconds !== undefined) return bounded(seconds * 1_000)
  // What is left of a number (negative, say) must not be taken for a year.
  if (!/[a-z]/i.test(text)) return undefined
  const until = Date.parse(text)
  const said = Date.parse(headers.get('date') ?? '')
  const wait = until - (Number.isNaN(said) ? now : said)
  return wait >= 0 ? bounded(wait) : undefined
}

/** How long nobody sends after a 429: what it asks for, and a little more against clocks that run differently. */
export function penaltyOf(headers: Headers, now: number): number {
  const wait = readRetryAfter(headers, now) ?? unsaid
  return wait + Math.max(50, wait / 100)
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, shortest), hour)
}

function amount(text: string | null): number | undefined {
  return text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined
}
