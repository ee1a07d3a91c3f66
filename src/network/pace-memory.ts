import type { Spent } from './budget.ts'

/** What a process used up of a group, and until when a refusal of the service stops it (milliseconds since 1970). */
export interface Remembered extends Spent {
  stoppedUntil?: number
}

/** The same for each group, for the next process of the same user; may be kept as JSON. */
export type PaceMemory = Record<string, Remembered>

/** No penalty is longer, whatever a file says. */
const longestPenaltyMs = 3_700_000

/** What of a remembered group can be relied on: a file may be old, cut or of another version. */
export function soundMemory(value: unknown, now: number): Partial<Remembered> {
  const { limit, windowMs, answered, stoppedUntil } = (value ?? {}) as Partial<
    Record<keyof Remembered, unknown>
  >
  if (!isPositive(limit) || !isPositive(windowMs) || !Array.isArray(answered)) return {}
  const times = answered.filter((at): at is number => isPositive(at)).map((at) => Math.min(at, now))
  const isStopped = isPositive(stoppedUntil) && stoppedUntil > now && stoppedUntil < now + longestPenaltyMs
  return {
    ...{ limit, windowMs, answered: times.sort((a, b) => a - b) },
    ...(isStopped ? { stoppedUntil } : {}),
  }
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}
