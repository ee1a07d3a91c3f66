import type { DirectoryError, DirectoryErrorKind } from '@avatarctl/sdk'

/** A directory's error; `details` adds hint, code, or another outcome than `not-applied`. */
export function failure(
  kind: DirectoryErrorKind,
  message: string,
  details: { hint?: string; code?: string; outcome?: 'unknown'; cause?: unknown } = {},
): DirectoryError {
  const { cause, ...properties } = details
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), {
    kind,
    outcome: 'not-applied' as const,
    ...properties,
  })
}

/** The code of a file system's error, e.g. `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return typeof code === 'string' && 'syscall' in (error as object) ? code : undefined
}

/** Whether this error says that there is no such file, rather than that it cannot be had. */
export function saysAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

const REASONS: Record<string, string> = {
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is too large for this file system',
  EIO: 'the disk failed',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go round in circles',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** Why a file system refused, in words and with its code. */
export function reason(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined) return (error as Error).message
  return code in REASONS ? `${REASONS[code]} (${code})` : code
}

/** `photos` is there, and no folder. */
export function notFolder(folder: string, details: { code?: string; cause?: unknown } = {}) {
  return failure('unusable', `${folder} is not a folder.`, {
    ...details,
    hint: 'Move that file away; photos lie in a folder of that name.',
  })
}
