import type { DirectoryError, DirectoryErrorKind } from '@avatarctl/sdk'
import { meaningOf } from './meanings.ts'

/** One failure, as the tool expects it. */
export function failure(
  kind: DirectoryErrorKind,
  message: string,
  more: {
    code?: string
    hint?: string
    outcome?: DirectoryError['outcome']
    cause?: unknown
    retryAfterMs?: number
    mayBePersonal?: boolean
  } = {},
): DirectoryError {
  const { cause, outcome = 'not-applied', ...rest } = more
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), {
    kind,
    outcome,
    ...rest,
  })
}

/** What the request was that failed. */
export interface Asked {
  /** It was to change something. */
  wrote?: boolean
  /** It was the sign-in: whatever is refused there is refused to everybody. */
  signingIn?: boolean
}

/** Never a matter of one extension: what the app, or its user as such, may not do. */
const ofTheApp = new Set(['CMN-401', 'CMN-402'])

/** What an answer that is no success means. */
export async function failureOf(
  response: Response,
  { wrote = false, signingIn = false }: Asked = {},
): Promise<DirectoryError> {
  const { code, ...named } = errorIn(await textOf(response))
  const { status } = response
  const troubled = status >= 500 || status === 408
  const { kind, says, hint } = meaningOf(status, code, signingIn)
  const retryAfterMs = status === 503 ? retryAfter(response.headers) : undefined
  return failure(kind, `${spoken(says, named)} (${[status, code].filter(Boolean).join(', ')})`, {
    ...(code === undefined ? {} : { code }),
    ...(hint === undefined ? {} : { hint }),
    ...(kind === 'forbidden' && !ofTheApp.has(code ?? '') ? { mayBePersonal: true } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    // After a failure of the server nobody knows what it had done by then.
    outcome: troubled && wrote ? 'unknown' : 'not-applied',
  })
}

/** Fills in what the answer names, if those are words that may be shown. */
function spoken(says: string, named: Record<string, unknown>): string {
  return says.replace(/\{(\w+)\|([^}]*)\}/g, (_, name: string, otherwise: string) => {
    const value = named[name]
    return typeof value === 'string' && /^[A-Za-z][A-Za-z ]{1,60}$/.test(value) ? `“${value}”` : otherwise
  })
}

const longestRetryMs = 300_000

/** What a server that is down asks to wait, in milliseconds; at most five minutes. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return seconds > 0 ? Math.min(seconds * 1000, longestRetryMs) : undefined
}

/** At most so much of an error's body is looked at: it may be a page of anything. */
const bodyLimit = 64 * 1024

async function textOf(response: Response): Promise<string> {
  try {
    const text = await response.text()
    return text.slice(0, bodyLimit)
  } catch {
    return ''
  }
}

/** The first error of a body, with what it names; messages may be in any language and are not relied on. */
function errorIn(text: string): Record<string, unknown> & { code?: string } {
  try {
    const body = JSON.parse(text) as Record<string, unknown> & { errors?: Record<string, unknown>[] }
    const first = body.errors?.[0] ?? body
    const code = first['errorCode'] ?? body['errorCode']
    const known = typeof code === 'string' && /^[A-Z]{2,6}-\d{1,6}$/.test(code)
    const { code: _, ...named } = first
    return { ...named, ...(known ? { code } : {}) }
  } catch {
    return {}
  }
}
