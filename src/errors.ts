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

interface ErrorKind {
  exitCode: ExitCode
  /** What it means to whoever reads it, in a sentence. */
  means: string
  /** What to do about it where an error has no hint of its own. */
  next: string
}

/** Every kind of failure that the user can act on, by the code that scripts see in `error.code`. */
export const errorKinds = {
  'wrong-use': {
    exitCode: exitCodes.wrongUse,
    means: 'A flag, an argument or a setting does not fit. Nothing was done.',
    next: 'Change what the message names; `--help` has examples.',
  },
  'confirmation-needed': {
    exitCode: exitCodes.wrongUse,
    means:
      'What was asked for replaces or deletes something of somebody, and nobody has said yes. Nothing was done.',
    next: 'Look at it with `--dry-run`, then say `--yes`.',
  },
  'too-many-changes': {
    exitCode: exitCodes.wrongUse,
    means: 'More changes are planned than `--max-changes` allows. Nothing was done.',
    next: 'Look at them with `--dry-run`, and allow more if they are right.',
  },
  'unreadable-input': {
    exitCode: exitCodes.wrongUse,
    means: 'A file, a folder, or the settings cannot be read or understood.',
    next: 'Mend the file that the message names; it says the line where it can.',
  },
  'cannot-write-output': {
    exitCode: exitCodes.wrongUse,
    means: 'A file or folder that was asked for cannot be written.',
    next: 'Name another place, make room, or give this user the right to write there.',
  },
  plugin: {
    exitCode: exitCodes.wrongUse,
    means: 'A plugin does not fit, cannot be loaded, or is not what was installed.',
    next: '`avatarctl plugins list` says what is wrong with each; update it, or take it away.',
  },
  refused: {
    exitCode: exitCodes.refused,
    means: 'The directory or a service refuses as a whole: credentials, or permissions.',
    next: '`avatarctl doctor` shows what is missing; `avatarctl login` signs in anew.',
  },
  unreachable: {
    exitCode: exitCodes.unreachable,
    means: 'The directory or a service cannot be reached, or kept failing.',
    next: 'Run the same again later: it goes on where it stopped.',
  },
  locked: {
    exitCode: exitCodes.locked,
    means: 'Another run works on the same directory, the vault or the plugins.',
    next: 'Wait until it has ended, or let `--wait` do that.',
  },
  'vault-damaged': {
    exitCode: exitCodes.vault,
    means:
      'An original or the ledger in the vault is damaged or missing. It is never put back and never deleted.',
    next: '`avatarctl vault verify --read-data` names everything that is damaged.',
  },
  'vault-unwritable': {
    exitCode: exitCodes.vault,
    means: 'The vault cannot store anything, so no photo is overwritten.',
    next: 'Make room, or give this user the right to write into the data folder.',
  },
  'vault-newer': {
    exitCode: exitCodes.vault,
    means: 'A newer avatarctl has written the vault, and this one does not know its form.',
    next: 'Use the newer version.',
  },
  interrupted: {
    exitCode: exitCodes.interrupted,
    means: 'It was stopped. What was begun is finished and recorded.',
    next: 'Run the same again to go on.',
  },
} as const satisfies Record<string, ErrorKind>

/** What kind of failure it is; the code that scripts see in `error.code`. */
export type ErrorCode = keyof typeof errorKinds

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
    return errorKinds[this.code].exitCode
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
