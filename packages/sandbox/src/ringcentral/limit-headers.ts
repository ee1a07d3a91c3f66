import { json, type Answer } from '../http/answer.ts'
import { errorBody } from './errors.ts'
import type { Group, Limits, Verdict } from './rate-limits.ts'
import type { Settings } from './settings.ts'

/** What is announced on every answer of a group. */
export function limitHeaders(limits: Limits, group: Group, remaining: number): Record<string, string> {
  return {
    'X-Rate-Limit-Group': group,
    'X-Rate-Limit-Limit': String(limits[group]),
    'X-Rate-Limit-Remaining': String(remaining),
    'X-Rate-Limit-Window': String(limits.windowMs / 1000),
  }
}

/** The 429 of a group or, without its headers, of the whole account. */
export function tooManyRequests(
  verdict: Verdict,
  group: Group,
  limits: Limits,
  settings: Settings,
  now: number,
): Answer {
  const own = verdict.outcome === 'group'
  const remaining = settings.remainingInPenalty === 'full' ? limits[group] : 0
  const errorCode = own ? 'CMN-301' : 'CMN-310'
  const headers = {
    ...(own && settings.limitHeaders && limitHeaders(limits, group, remaining)),
    ...retryAfter(verdict.waitMs, limits, settings, now),
  }
  return { ...json(429, errorBody(errorCode, {}, settings.repeatErrorOnTop), headers), errorCode }
}

function retryAfter(waitMs: number, limits: Limits, settings: Settings, now: number): Record<string, string> {
  const style = settings.retryAfter
  if (style === 'absent') return {}
  if (style === 'date') {
    return { 'Retry-After': new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString() }
  }
  if (typeof style === 'object') return { 'Retry-After': style.text }
  // A window that is no whole number of seconds is one for tests in a hurry, which get fractions.
  const step = limits.windowMs % 1000 === 0 ? 1000 : 1
  return { 'Retry-After': String((Math.ceil(waitMs / step) * step) / 1000) }
}
