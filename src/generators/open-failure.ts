import type { GeneratorOpenError } from '@avatarctl/sdk'
import { AppError, type ErrorCode, messageOf } from '../errors.ts'

const codes: Record<GeneratorOpenError['kind'], ErrorCode> = {
  unauthorised: 'refused',
  unavailable: 'unreachable',
  unusable: 'unreadable-input',
}

/** What a generator threw when it was opened, as an `AppError` where it says itself that it concerns everybody. */
export function openFailure(id: string, error: unknown): unknown {
  const { kind, hint } = (error ?? {}) as Partial<GeneratorOpenError>
  if (!(error instanceof Error) || kind === undefined || !Object.hasOwn(codes, kind)) return error
  const message = `${id} cannot be opened: ${messageOf(error)}`
  return new AppError(codes[kind], message, { hint, cause: error })
}
