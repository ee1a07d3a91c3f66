export interface Limits {
  limit: number
  windowMs: number
}

/**
 * The limits of a service, as RingCentral describes them: a sliding window for each group, headers on every answer, and
 * a penalty of a window's length that each further request begins anew.
 */
export function makeStrictLimits(groups: Record<string, Limits>) {
  const arrivals = new Map<string, number[]>()
  const penalties = new Map<string, number>()
  let refused = 0

  return {
    refused: () => refused,

    /** Judges a request that arrives at `now` (milliseconds). `seconds` is written as it is, fractions too. */
    judge(group: string, now: number): { status: 200 | 429; headers: Record<string, string> } {
      const { limit, windowMs } = groups[group]!
      const counted = (arrivals.get(group) ?? []).filter((at) => at > now - windowMs)
      const isPenalty = (penalties.get(group) ?? -Infinity) > now
      const isAllowed = !isPenalty && counted.length < limit
      if (isAllowed) counted.push(now)
      else {
        refused += 1
        penalties.set(group, now + windowMs)
      }
      arrivals.set(group, counted)
      return {
        status: isAllowed ? 200 : 429,
        headers: {
          'X-Rate-Limit-Group': group,
          'X-Rate-Limit-Limit': String(limit),
          'X-Rate-Limit-Remaining': String(limit - counted.length),
          'X-Rate-Limit-Window': String(windowMs / 1_000),
          ...(isAllowed ? {} : { 'Retry-After': String(windowMs / 1_000) }),
        },
      }
    },
  }
}
