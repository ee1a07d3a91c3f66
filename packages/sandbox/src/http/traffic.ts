import type { HostName } from './origins.ts'

/** One request, in the order of arrival. */
export interface LoggedRequest {
  /** Milliseconds since 1970, by the clock of the sandbox. */
  time: number
  host: HostName
  method: string
  /** With the query; an access token in it is left out. */
  path: string
  userAgent: string
  /** Rate limit group; `null` for what is no call of the protocol, or was not let in. */
  group: string | null
  /** What was answered; 0 while there is no answer, and when the connection was cut instead. */
  status: number
  /** The code of the error that was answered. */
  errorCode?: string
  /** The fault that hit it. */
  fault?: string
}

const KEPT = 100_000

/** The last requests; older ones are dropped a tenth at a time. */
export function requestLog(): { entries: LoggedRequest[]; add(entry: LoggedRequest): LoggedRequest } {
  const entries: LoggedRequest[] = []
  return {
    entries,
    add(entry) {
      if (entries.length >= KEPT) entries.splice(0, KEPT / 10)
      entries.push(entry)
      return entry
    },
  }
}
