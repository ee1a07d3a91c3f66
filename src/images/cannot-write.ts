import { AppError, messageOf } from '../errors.ts'

/** Why a file or folder of the user could not be written. */
export function cannotWrite(file: string, error: unknown): AppError {
  return new AppError('cannot-write-output', `${file} cannot be written: ${messageOf(error)}`, {
    hint: 'Check the folder, its permissions and the space on that disk.',
    cause: error,
  })
}
