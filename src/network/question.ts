import type { Reach } from './admitted-hosts.ts'

export const methods = ['GET', 'HEAD', 'POST'] as const

/** One request of a plugin's, complete. */
export interface Question {
  method: (typeof methods)[number]
  /** Without a fragment. */
  url: URL
  headers: Headers
  body: Buffer | undefined
}

/** What becomes of a redirect, as `fetch` is told. */
export type Redirecting = Request['redirect']

/** One answer, read to its end and decoded. */
export interface Answer {
  status: number
  statusText: string
  headers: Headers
  body: Buffer
}

/**
 * Asks once more or less directly; each kind of care is a layer around another `Ask`. `spacingMs` is how long after the
 * last question to that host this one has to come. Rejects with the signal's reason.
 */
export type Ask = (
  question: Question & { reach: Reach; spacingMs?: number },
  signal: AbortSignal,
) => Promise<Answer>
