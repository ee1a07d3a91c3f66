import type { DirectoryError, DirectoryErrorKind } from '@avatarctl/sdk'
import { codeOf } from '../errors.ts'

/** A failure as directories throw them. The message names an origin, never a path or query: those may hold secrets. */
export function failure(
  kind: DirectoryErrorKind,
  message: string,
  details: { outcome: DirectoryError['outcome']; code?: string; hint?: string; cause?: unknown },
): DirectoryError {
  const { cause, ...properties } = details
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { kind, ...properties })
}

/**
 * What it means that a connection to `origin` failed with `error`; undefined where it was not the connection.
 * `not-applied` only where it failed before the request can have been sent.
 */
export function connectionFailure(error: unknown, origin: string): DirectoryError | undefined {
  const cause = (error as { cause?: unknown } | null)?.cause
  if (!(error instanceof TypeError) || !(cause instanceof Error)) return undefined
  const code = codeOf(cause)
  const coded = { cause: error, ...(code === undefined ? {} : { code }) }
  const said = code === undefined ? cause.message : code
  if (code !== undefined && isAboutCertificate(code)) {
    return failure('unavailable', `the certificate of ${origin} cannot be relied on (${said})`, {
      ...coded,
      outcome: 'not-applied',
      hint: 'Behind a proxy that inspects connections, name its certificate in NODE_EXTRA_CA_CERTS.',
    })
  }
  if (isBeforeSending(cause, code)) {
    return failure('unavailable', `${origin} cannot be reached (${said})`, {
      ...coded,
      outcome: 'not-applied',
      hint: 'Check the address, and the connection to it.',
    })
  }
  return failure(
    'unavailable',
    `the connection to ${origin} broke before the answer was complete (${said})`,
    {
      ...coded,
      outcome: 'unknown',
    },
  )
}

function isBeforeSending(cause: Error, code: string | undefined): boolean {
  // Where a name has several addresses, each attempt is an error of its own.
  const attempts: unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
  const syscalls = attempts.map((attempt) => (attempt as NodeJS.ErrnoException).syscall ?? '')
  if (syscalls.every((syscall) => syscall === 'connect' || syscall.startsWith('getaddr'))) return true
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ERR_SSL_WRONG_VERSION_NUMBER') return true
  return (
    cause.message === 'bad port' || cause.message.includes('before secure TLS connection was established')
  )
}

/** OpenSSL's words for a certificate that does not hold; it is looked at before anything is sent. */
export function isAboutCertificate(code: string): boolean {
  return /^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/.test(code)
}
