import type { DirectoryError } from '@avatarctl/sdk'
import { AppError, codeOf, messageOf } from '../errors.ts'
import { type PersonalCode, personalError } from '../personal-failures.ts'
import type { Failure } from '../records.ts'
import { redacted } from '../redaction.ts'

const kinds = new Set([
  'throttled',
  'unauthorised',
  'forbidden',
  'not-found',
  'rejected',
  'unavailable',
  'changed',
  'unusable',
])

/** Whether a directory's adapter threw this on purpose. */
export function isDirectoryError(error: unknown): error is DirectoryError {
  return error instanceof Error && kinds.has((error as Partial<DirectoryError>).kind ?? '')
}

/** A failure of one person, as the ledger and every report keep it: without secrets, whatever a service has repeated. */
export function describeFailure(error: unknown): Failure {
  const message = redacted(messageOf(error))
  if (isDirectoryError(error))
    return {
      code: redacted(error.code ?? error.kind),
      message,
      ...(error.hint === undefined ? {} : { hint: redacted(error.hint) }),
      kind: error.kind,
    }
  if (error instanceof AppError) return { code: error.code, message }
  return { code: redacted(codeOf(error) ?? ('failed' satisfies PersonalCode)), message }
}

/** A generator has failed for one person; `message` says which. */
export function generatorFailure(message: string): Error {
  return personalError('generator-failed', message)
}

/** Work on what a generator has made; throws with the generator's name where nothing can be made of it. */
export async function usable<T>(generator: string, work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (error instanceof AppError) throw error
    throw generatorFailure(`${generator} made an image that cannot be used: ${messageOf(error)}`)
  })
}

/** What a failure of the directory means for everybody; undefined when it concerns one person only. */
export function concernsEverybody(error: unknown): AppError | undefined {
  // A damaged original is one person's misfortune; a vault that takes nothing is everybody's.
  if (error instanceof AppError) return error.code === 'vault-damaged' ? undefined : error
  if (!isDirectoryError(error)) return undefined
  if (error.mayBePersonal) return undefined
  if (error.kind === 'unauthorised' || error.kind === 'forbidden') return wholeDirectory('refused', error)
  if (error.kind === 'unusable') return wholeDirectory('unreadable-input', error)
  return undefined
}

/** The same for a call that nobody can be served without, such as the list of people. */
export function wholeDirectoryFailure(error: unknown): unknown {
  const known = concernsEverybody(error)
  if (known) return known
  if (isDirectoryError(error))
    return wholeDirectory(error.kind === 'forbidden' ? 'refused' : 'unreachable', error)
  return error
}

function wholeDirectory(
  code: 'refused' | 'unreachable' | 'unreadable-input',
  error: DirectoryError,
): AppError {
  return new AppError(code, error.message, { hint: error.hint, cause: error })
}
