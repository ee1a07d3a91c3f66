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

/** What a service allows, e.g. "RingCentral allows 10 uploads a minute". */
export function allowance(title: string, { limit, windowMs, group }: PaceState, requests?: string): string {
  return `${title} allows ${limit} ${requests ?? `${group} requests`} ${windowOf(windowMs / 1_000)}`
}

function windowOf(seconds: number): string {
  if (seconds === 60) return 'a minute'
  if (seconds === 1) return 'a second'
  return seconds > 60 && seconds % 60 === 0 ? `in ${seconds / 60} min` : `in ${Number(seconds.toFixed(1))} s`
}
