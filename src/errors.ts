/** Exit codes, as scripts may rely on them. */
export const exitCodes = {
  done: 0,
  bug: 1,
  wrongUse: 2,
  someFailed: 3,
  changesFound: 4,
  refused: 5,
  unreachable: 6,
  locked: 7,
  vault: 8,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What kind of failure it is; the code that scripts see in `error.code`. */
export type ErrorCode =
  | 'wrong-use'
  | 'confirmation-needed'
  | 'too-many-changes'
  | 'unreadable-input'
  | 'cannot-write-output'
  | 'plugin'
  | 'refused'
  | 'unreachable'
  | 'locked'
  | 'vault-damaged'
  | 'vault-unwritable'
  | 'vault-newer'
  | 'interrupted'

const exitCodeOf: Record<ErrorCode, ExitCode> = {
  'wrong-use': exitCodes.wrongUse,
  'confirmation-needed': exitCodes.wrongUse,
  'too-many-changes': exitCodes.wrongUse,
  'unreadable-input': exitCodes.wrongUse,
  'cannot-write-output': exitCodes.wrongUse,
  plugin: exitCodes.wrongUse,
  refused: exitCodes.refused,
  unreachable: exitCodes.unreachable,
  locked: exitCodes.locked,
  'vault-damaged': exitCodes.vault,
  'vault-unwritable': exitCodes.vault,
  'vault-newer': exitCodes.vault,
  interrupted: exitCodes.interrupted,
}

/** A generator's plugin has failed; `message` says which and why, and needs no name before it. */
export class PluginFailure extends Error {
  override readonly name = 'PluginFailure'
}

/**
 * A failure that the user can act on: `message` says what happened and to whom, `hint` what to do next. Anything else
 * that is thrown is a bug of ours.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }

  get exitCode(): ExitCode {
    return exitCodeOf[this.code]
  }
}

/** The words of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The system's code (`ENOSPC`, `EACCES`) or a service's own code of anything that was thrown. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}
