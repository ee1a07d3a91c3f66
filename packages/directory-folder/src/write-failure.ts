import { access, constants } from 'node:fs/promises'
import { codeOf, failure, notFolder, reason } from './failure.ts'

/** What a change in `photos/` was about when it failed. */
interface FailedChange {
  file: string
  folder: string
  /** What was to be done before this photo's turn came. */
  concerns?: 'everybody'
  /** The new state can be seen already, but may not last. */
  applied?: boolean
}

/**
 * What a failed change in `photos/` is reported as: `forbidden` when nobody's photo can be changed there, `rejected`
 * when it is about this one. Anything but a refusal by the file system stays as it is, but for its outcome.
 */
export async function writeFailure(
  error: unknown,
  { file, folder, concerns, applied }: FailedChange,
): Promise<unknown> {
  const outcome = applied ? { outcome: 'unknown' as const } : {}
  const code = codeOf(error)
  if (code === undefined) return error instanceof Error ? Object.assign(error, outcome) : error
  const details = { code, cause: error, ...outcome }
  if (code === 'ENOTDIR') return notFolder(folder, details)
  const refused = code === 'EACCES' || code === 'EPERM'
  if (code === 'EROFS' || (refused && (concerns === 'everybody' || !(await isWritable(folder))))) {
    return failure('forbidden', `${folder} cannot be written in: ${reason(error)}.`, {
      ...details,
      hint: 'Give yourself the permission to write there.',
    })
  }
  return failure('rejected', `${file} cannot be written: ${reason(error)}.`, details)
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}
