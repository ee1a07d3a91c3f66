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

/** One request and what is answered, whole: unlike the log, with every token and password in it. */
export interface ObservedExchange {
  host: HostName
  method: string
  /** As it was sent, with the query. */
  path: string
  request: {
    /** By their names in lower case. */
    headers: Record<string, string>
    /** At most ten megabytes; undefined when nobody read it, because the request was refused before or hit by a fault. */
    body: Buffer | undefined
  }
  /** Before a fault spoils it on its way, and without what is said about the connection. */
  answer: {
    status: number
    /** By their names in lower case. */
    headers: Record<string, string>
    body: Buffer
    errorCode?: string
  }
  /** The fault that hit it: what is answered is then wrong on purpose. */
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
