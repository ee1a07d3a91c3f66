import type { PaceState } from './lane.ts'

/**
 * How long it takes until `count` more requests of a group have left, in milliseconds, when nobody else sends. Those
 * that wait already are among them.
 */
export function timeLeft({ limit, windowMs, free, waitMs }: PaceState, count: number): number {
  const later = count - free
  if (later <= 0) return 0
  return (waitMs > 0 ? waitMs : windowMs) + (Math.ceil(later / limit) - 1) * windowMs
}
