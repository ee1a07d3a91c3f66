import { type Failure, failure, isFailure } from './failure.ts'

/** What was asked of which server, and by whom; never with what password. */
export interface Asked {
  host: string
  user: string
}

/** What Active Directory says about a refused bind, after `data` in its message (Windows' own error codes, in hex). */
const bindWords: Record<string, string> = {
  '525': 'it knows no such user',
  '52e': 'the name or the password is wrong',
  '530': 'the account may not sign in at this time of day',
  '531': 'the account may not sign in from this machine',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '534': 'the account has not been granted this kind of sign-in',
  '701': 'the account has expired',
  '773': 'the password has to be changed before the first sign-in',
  '775': 'the account is locked',
}

/** LDAP's result codes that need words of ours (RFC 4511, appendix A). */
const resultWords: Record<number, (asked: Asked, said: string) => Failure> = {
  3: ({ host }) =>
    failure('unavailable', `${host} took longer than it was given`, 'Raise the option timeout.'),
  4: ({ host }) =>
    failure(
      'unusable',
      `${host} gives fewer users than there are, and does not go on page by page`,
      'Lower the option pageSize, or have the limit of the account raised.',
    ),
  7: ({ host }) => failure('unusable', `${host} takes no simple bind, which is all that is spoken here`),
  8: unencrypted,
  10: ({ host }) =>
    failure('unusable', `${host} does not hold that part of the directory`, 'Name it with the option base.'),
  11: ({ host, user }) =>
    failure(
      'unusable',
      `${host} does not give ${user} users page by page, or not so many at a time`,
      'Lower the option pageSize, or have paging allowed for the account.',
    ),
  13: unencrypted,
  32: ({ host }) =>
    failure(
      'unusable',
      `${host} has nothing there`,
      'Look at the option base: is it spelt as the server does?',
    ),
  34: ({ host }) => failure('unusable', `${host} takes the option base, or the user, for no name`),
  48: ({ host, user }) => failure('unauthorised', `${host} does not let ${user} sign in in this way`),
  49: ({ host, user }, said) => refusedBind(host, user, said),
  50: ({ host, user }) =>
    failure('unauthorised', `${host} does not let ${user} read there`, 'Give the account the right to read.'),
  51: ({ host }) => failure('unavailable', `${host} is too busy`),
  52: ({ host }) => failure('unavailable', `${host} says that it is not available`),
  53: ({ host, user }) => failure('unauthorised', `${host} is unwilling to serve ${user}`),
}

function refusedBind(host: string, user: string, said: string): Failure {
  const code = /\bdata ([0-9a-f]{3,4})\b/i.exec(said)?.[1]?.toLowerCase()
  const why = code === undefined ? undefined : bindWords[code]
  const known = why ?? 'the name or the password is wrong'
  return failure(
    'unauthorised',
    `${host} refuses ${user}: ${known}${code === undefined ? '' : ` (${code})`}`,
    why === undefined || ['525', '52e'].includes(code ?? '')
      ? 'The user is a DN, NAME@DOMAIN or DOMAIN\\NAME; look at the password as well.'
      : 'Have the account put right by who runs the directory.',
  )
}

function unencrypted({ host }: Asked): Failure {
  return failure(
    'unusable',
    `${host} takes no password over a connection that is not encrypted`,
    'Leave the option unencrypted out, or ask it by ldaps://.',
  )
}

const caHint = 'Name a PEM file with the certificate of whoever issued it in the option ca.'

/** What goes wrong below LDAP: the network, and TLS. */
const systemWords: Record<string, (host: string, message: string) => Failure> = {
  ECONNREFUSED: (host) => failure('unavailable', `nobody answers at ${host}`),
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  ENOTFOUND: (host) => failure('unavailable', `there is no host ${host}`, 'Look at the option url.'),
  EAI_AGAIN: (host) => failure('unavailable', `the name ${host} cannot be looked up at the moment`),
  ETIMEDOUT: (host) => failure('unavailable', `${host} does not answer`),
  EHOSTUNREACH: (host) => failure('unavailable', `there is no way to ${host}`),
  ENETUNREACH: (host) => failure('unavailable', `there is no way to ${host}`),
  EPROTO: (host) => failure('unavailable', `${host} does not speak TLS on this port`),
  ERR_SSL_WRONG_VERSION_NUMBER: (host) =>
    failure(
      'unavailable',
      `${host} does not speak TLS on this port`,
      'With ldap:// it is asked by StartTLS.',
    ),
  DEPTH_ZERO_SELF_SIGNED_CERT: (host) =>
    failure('unavailable', `the certificate of ${host} is its own issuer, and is not trusted`, caHint),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: (host) => failure('unavailable', `the certificate of ${host} has expired`),
  CERT_NOT_YET_VALID: (host) => failure('unavailable', `the certificate of ${host} is not valid yet`),
  ERR_TLS_CERT_ALTNAME_INVALID: (host, message) =>
    failure(
      'unavailable',
      `the certificate is not one of ${host}: ${message.replace(/^.*?altnames: /s, '')}`,
      'Ask the server by the name in its certificate, or name that in the option serverName.',
    ),
}

function brokenOff(host: string): Failure {
  return failure('unavailable', `${host} has broken the connection off`)
}

function untrusted(host: string): Failure {
  return failure('unavailable', `the certificate of ${host} is from nobody who is trusted here`, caHint)
}

/** Anything that went wrong, in words. */
export function inWords(error: unknown, asked: Asked): Failure {
  if (isFailure(error)) return error
  const { code, message } = error as { code?: unknown; message?: string }
  const said = message ?? String(error)
  if (typeof code === 'number') {
    const known = resultWords[code]?.(asked, said)
    return known ?? failure('unavailable', `${asked.host} answered: ${oneLine(said)}`)
  }
  if (typeof code === 'string' && systemWords[code]) return systemWords[code](asked.host, said)
  if (/timed out|timeout/i.test(said)) return failure('unavailable', `${asked.host} does not answer in time`)
  if (/socket|connection closed/i.test(said)) return brokenOff(asked.host)
  return failure('unavailable', `${asked.host} cannot be asked: ${oneLine(said)}`)
}

/** Servers' messages may have anything in them. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
}
