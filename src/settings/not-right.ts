import { AppError } from '../errors.ts'

/** What is wrong with a settings file, in a sentence. */
export function notRight(file: string, why: string, more: { hint?: string | undefined } = {}): AppError {
  return new AppError('unreadable-input', `The settings ${file} cannot be used: ${why}`, more)
}
