import { AppError, codeOf, messageOf } from '../errors.ts'

const hints: Record<string, string> = {
  ENOSPC:
    'Make room on that disk, or set AVATARCTL_DATA_DIR to a folder on a larger one, and run the same again.',
  EDQUOT:
    'The disk quota is used up: make room, or set AVATARCTL_DATA_DIR to another disk, and run the same again.',
  EROFS: 'That disk is mounted read-only: set AVATARCTL_DATA_DIR to a folder that can be written.',
  EACCES: 'Give this user the right to write there, or set AVATARCTL_DATA_DIR to another folder.',
  EPERM: 'Give this user the right to write there, or set AVATARCTL_DATA_DIR to another folder.',
}

/** The vault could not take something: no photo may be overwritten from here on. */
export function unwritable(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const text = messageOf(error)
  if (/malformed|not a database/i.test(text)) {
    return new AppError(
      'vault-damaged',
      `${what[0]?.toUpperCase() ?? ''}${what.slice(1)} of the vault is damaged: ${text}`,
      {
        hint: 'Put it back from a backup; nothing was overwritten without its original.',
        cause: error,
      },
    )
  }
  const full = /disk is full|SQLITE_FULL/i.test(text) ? 'ENOSPC' : undefined
  return new AppError('vault-unwritable', `The vault cannot store ${what}: ${text}`, {
    hint:
      hints[full ?? codeOf(error) ?? ''] ?? 'Check that disk; nothing was overwritten without its original.',
    cause: error,
  })
}
