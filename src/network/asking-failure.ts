import { AppError, codeOf } from '../errors.ts'
import { isAboutCertificate } from './failure.ts'

/**
 * Why a host gave no answer, in one sentence with what to do. It names the host only: a path or query may hold secrets,
 * or say who was asked about. `isPassing` where another try may mend it.
 */
export function askingFailure(
  error: unknown,
  { host }: URL,
  { connectMs, wholeMs }: { connectMs: number; wholeMs: number },
): Error {
  // The client wraps what went wrong below it.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (error instanceof AppError) return error
  if (cause instanceof AppError) return cause
  const code = codeOf(cause) ?? codeOf(error) ?? 'no code'
  const { syscall = '', name = '' } = (cause ?? {}) as { syscall?: string; name?: string }

  if (isAboutCertificate(code)) {
    return unreachable(
      `the certificate of ${host} cannot be relied on (${code}); behind a proxy that inspects connections, name its certificate in NODE_EXTRA_CA_CERTS`,
      cause,
    )
  }
  if (name === 'TimeoutError' || (error as { name?: string } | null)?.name === 'TimeoutError') {
    return passing(
      `${host} gave no complete answer within ${wholeMs / 1_000} seconds; try again later`,
      cause,
    )
  }
  if (syscall === 'connect' && code === 'ETIMEDOUT') {
    return passing(
      `${host} took no connection within ${connectMs / 1_000} seconds; check the connection to it, or try again later`,
      cause,
    )
  }
  if (code === 'ENOTFOUND') {
    return unreachable(`no address is known for ${host}; check its name, and the connection`, cause)
  }
  if (syscall === 'connect' || syscall.startsWith('getaddr') || cause instanceof AggregateError) {
    return passing(
      `${host} cannot be reached (${code}); check the connection to it, or try again later`,
      cause,
    )
  }
  return passing(
    `the connection to ${host} broke before the answer was complete (${code}); try again later`,
    cause,
  )
}

export function sizeFailure({ host }: URL, mostBytes: number): Error {
  return unreachable(
    `${host} answered with more than ${mostBytes / 1_000_000} MB, which is more than any picture needs; ask it for a smaller one`,
  )
}

export function encodingFailure({ host }: URL, encoding: string): Error {
  return unreachable(
    `${host} answered in an encoding that it was not asked for (${encoding.slice(0, 40)}); tell those who run it`,
  )
}

function unreachable(message: string, cause?: unknown): AppError {
  return new AppError('unreachable', message, { cause })
}

function passing(message: string, cause: unknown): AppError {
  return Object.assign(unreachable(message, cause), { isPassing: true })
}
