import { AppError, type ErrorCode } from '../../errors.ts'

interface Meaning {
  codes: RegExp
  code: ErrorCode
  says(about: string, summary: string): string
  hint: string
}

/** What npm's codes mean to whoever wanted a plugin. The first one that fits counts. */
const meanings: readonly Meaning[] = [
  {
    codes: /^(?:E404|ETARGET|ENOVERSIONS)$/,
    code: 'wrong-use',
    says: (about, summary) =>
      /version|matching/i.test(summary)
        ? `The registry has no version that fits ${about}`
        : `The registry has no package ${about}`,
    hint: 'Check the name and the version. A registry of your own is set with AVATARCTL_NPM_REGISTRY, or in npm’s own settings.',
  },
  {
    codes: /^(?:E401|E403|ENEEDAUTH|EOTP|E407)$/,
    code: 'refused',
    says: (about) => `The registry refuses to hand out ${about}`,
    hint: 'It asks for credentials that it accepts: `npm login`, or npm’s own settings.',
  },
  {
    codes: /^(?:EINTEGRITY|EBADSIZE|TAR_.*|Z_.*|EINVALIDTAGNAME|EINVALIDPACKAGENAME)$/,
    code: 'plugin',
    says: (about) => `What the registry hands out as ${about} is not what it says it is`,
    hint: 'Nothing was installed. Tell the registry’s operator; `npm cache verify` mends a damaged cache of npm.',
  },
  {
    codes: /^(?:EBADENGINE|EBADPLATFORM|ENOTSUP)$/,
    code: 'plugin',
    says: (about) => `${about} does not run on this machine`,
    hint: 'Ask for another version of it, or look what it says about Node and operating systems.',
  },
  {
    codes: /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO)$/,
    code: 'cannot-write-output',
    says: (about, summary) => `${about} cannot be stored: ${summary}`,
    hint: 'Make room on that disk or give this user the right to write there, and run the same again; everything is as it was.',
  },
  {
    codes:
      /^(?:E5\d\d|E429|ECONN.*|ENOTFOUND|EAI_AGAIN|E?TIMEDOUT|E.*TIMEOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|EPROTO|EPIPE|ENOTCACHED|FETCH_ERROR|ERR_SSL.*|ERR_TLS.*|.*CERT.*|UNABLE_TO.*|.*SELF_SIGNED.*|EUNSUPPORTEDPROTOCOL|ERR_INVALID_URL|EINVALIDRESPONSE)$/,
    code: 'unreachable',
    says: (_about, summary) => `The npm registry cannot be reached: ${summary}`,
    hint: 'Check the connection and npm’s settings (`npm config get registry`), and run the same again.',
  },
]

/** A failure of npm in words of ours. `answer` is its JSON document, where there was one. */
export function npmFailure(answer: unknown, stderr: string, about: string): AppError {
  const said = (answer as { error?: { code?: unknown; summary?: unknown } } | undefined)?.error
  const error = spoiltFile(stderr) ?? said
  const spoken = /npm error code (\S+)/.exec(stderr)?.[1]
  const code = typeof error?.code === 'string' ? error.code : (spoken ?? '')
  const lines = stderr.split('\n').filter((line) => line.startsWith('npm error') && !line.includes(' code '))
  const told =
    typeof error?.summary === 'string' ? error.summary : (lines[0]?.slice('npm error '.length) ?? '')
  const summary = inOneLine(told)
  const meaning = meanings.find(({ codes }) => codes.test(code))
  if (meaning) return new AppError(meaning.code, meaning.says(about, summary), { hint: meaning.hint })
  return new AppError('plugin', `npm cannot fetch ${about}: ${summary || 'it does not say why'}`, {
    hint: 'Everything is as it was. `npm ping` shows whether npm itself works.',
  })
}

/**
 * Why a file could not be unpacked whole: npm warns of that, leaves the part that it has written, goes on, and may well
 * end as if nothing had been.
 */
export function spoiltFile(stderr: string): { code: string; summary: string } | undefined {
  const match = /^npm warn tar TAR_(?:ENTRY_ERROR|BAD_ARCHIVE|ABORT) ((?:(\w+): )?.*)$/m.exec(stderr)
  return match ? { code: match[2] ?? 'TAR_BAD_ARCHIVE', summary: match[1] ?? '' } : undefined
}

/** Without what a URL may carry of credentials. */
function inOneLine(text: string): string {
  const [first = ''] = text.split('\n')
  return first.replace(/\/\/[^\s/@]*@/g, '//').slice(0, 300)
}
