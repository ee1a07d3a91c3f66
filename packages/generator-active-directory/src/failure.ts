/** What a failure is to everybody: the tool ends a run whose generator cannot be opened because of one. */
export type FailureKind = 'unauthorised' | 'unavailable' | 'unusable'

/** A failure in words, with what to do next. */
export interface Failure extends Error {
  kind: FailureKind
  hint?: string
}

export function failure(kind: FailureKind, message: string, hint?: string): Failure {
  return Object.assign(new Error(message), { kind, ...(hint === undefined ? {} : { hint }) })
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'kind' in error
}
