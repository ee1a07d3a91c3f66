import type { Spent } from './budget.ts'

/** What a process used up of each group, for the next process of the same user; may be kept as JSON. */
export type PaceMemory = Record<string, Spent>

/** What of a remembered group can be relied on: a file may be old, cut or of another version. */
export function soundSpent(value: unknown, now: number): Partial<Spent> {
  const { limit, windowMs, answered } = (value ?? {}) as Partial<Record<keyof Spent, unknown>>
  if (!isPositive(limit) || !isPositive(windowMs) || !Array.isArray(answered)) return {}
  const times = answered.filter((at): at is number => isPositive(at)).map((at) => Math.min(at, now))
  return { limit, windowMs, answered: times.sort((a, b) => a - b) }
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}
