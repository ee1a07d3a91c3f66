import { AppError } from '../errors.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'

/** A directory that says what it is not given does not know where a connection gets it from. */
export function withAdvice(failure: unknown, { connection, lacking = [] }: FoundDirectory): unknown {
  const isAboutInput = failure instanceof AppError && failure.code === 'unreadable-input'
  if (!isAboutInput || connection === undefined || lacking.length === 0) return failure
  return new AppError(failure.code, failure.message, {
    hint: `${connection} has no ${lacking.join(', ')}: \`avatarctl login ${connection}\` asks for that.`,
    cause: failure,
  })
}
