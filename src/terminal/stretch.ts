import type { Wait } from '../ports.ts'
import { safeText } from './safe-text.ts'

/** How far a stretch of work is. */
export interface Stretch {
  title: string
  total: number | undefined
  done: number
  since: number
  /** Who was done last. */
  who?: string | undefined
  pause?: { wait: Wait; until: number }
}

/** How far it is, what it waits for, and how long it takes from here; `isShort` leaves out what it waits for. */
export function sentence(
  { title, total, done, since, pause }: Stretch,
  now = performance.now(),
  { isShort = false } = {},
): string {
  const rest = pause ? pause.until - now : 0
  const waits = pause && rest > 500 ? `${pause.wait.reason}, waiting ${duration(rest / 1000)}` : undefined
  if (total === undefined || done >= total) {
    return [done > 0 ? `${title}: ${done}` : title, waits].filter(Boolean).join('; ')
  }
  if (!pause && done === 0) return title
  const left = total - done
  const seconds = (now - since) / 1000
  // What was done so far says little while a whole window may be waited for.
  const byRate = seconds > 2 && done > 0 ? (left * seconds) / done : 0
  if (!pause)
    return `${title}: ${done} of ${total}${byRate > 0 ? `, ${rate(done / seconds)}, about ${duration(byRate)} left` : ''}`
  const byPace = pause.wait.left(left) / 1000
  // Somebody may take several of the requests that are waited for.
  const time = pause.wait.perPhoto ? byPace : Math.max(byPace, byRate)
  const reason = isShort ? '' : `${pause.wait.reason}; `
  return `${done} of ${total} done; ${reason}${left} left; about ${duration(Math.max(1, time))}`
}

/** The same with who was done last, where there is room for that. */
export function sentenceWithin(stretch: Stretch, room: number): string {
  const text = sentence(stretch)
  const longer = `${text} · ${safeText(stretch.who ?? '')}`
  return stretch.who !== undefined && longer.length <= room ? longer : text
}

/** So many a second, in the words of people. */
function rate(perSecond: number): string {
  if (perSecond >= 9.5) return `${Math.round(perSecond)} a second`
  if (perSecond >= 1) return `${perSecond.toFixed(1)} a second`
  return `${Math.max(1, Math.round(perSecond * 60))} a minute`
}

/** Seconds in the words of people. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
}
