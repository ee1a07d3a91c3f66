import type { DirectoryError, DirectoryErrorKind } from '@avatarctl/sdk'

/** An error on its way between the tool and a plugin host: its words, and what a directory's errors say besides. */
export type ToldError = { name: string; message: string } & Partial<Omit<DirectoryError, keyof Error>>

/** Longer words than these are cut off. */
const mostCharacters = 1000

const kinds: Record<DirectoryErrorKind, true> = {
  ...{ throttled: true, unauthorised: true, forbidden: true, 'not-found': true, rejected: true },
  ...{ unavailable: true, changed: true, unusable: true },
}

/** Whatever was thrown, as it goes over the pipe; never throws itself. */
export function tellError(error: unknown): ToldError {
  try {
    if (typeof error !== 'object' || error === null) return toldError({ message: String(error) })
    const { name, message, kind, code, hint, retryAfterMs, mayBePersonal, outcome } = error as DirectoryError
    return toldError({
      name,
      message: message || name,
      kind,
      code,
      hint,
      retryAfterMs,
      mayBePersonal,
      outcome,
    })
  } catch {
    return { name: 'Error', message: 'something that cannot be put into words was thrown' }
  }
}

/** What comes over the pipe, or is thrown, as an error that is told: whatever is not what it should be is left out. */
export function toldError(value: Record<string, unknown>): ToldError {
  const { kind, code, hint, retryAfterMs, mayBePersonal, outcome } = value
  return {
    name: words(value['name']) || 'Error',
    message: words(value['message']) || 'no reason was given',
    ...(isKind(kind) ? { kind } : {}),
    ...(typeof code === 'string' ? { code: words(code) } : {}),
    ...(typeof hint === 'string' ? { hint: words(hint) } : {}),
    ...(typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? { retryAfterMs } : {}),
    ...(mayBePersonal === true ? { mayBePersonal } : {}),
    ...(outcome === 'not-applied' || outcome === 'unknown' ? { outcome } : {}),
  }
}

/** An error with these words and properties. */
export function untold({ name, message, ...properties }: ToldError, Base: ErrorConstructor = Error): Error {
  const isDom = name === 'AbortError' || name === 'TimeoutError'
  // Those have a code of their own that cannot be set.
  if (isDom && properties.code === undefined)
    return Object.assign(new DOMException(message, name), properties)
  return Object.assign(new Base(message), properties, { name })
}

function isKind(value: unknown): value is DirectoryErrorKind {
  return typeof value === 'string' && Object.hasOwn(kinds, value)
}

const words = (value: unknown) =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, mostCharacters) : ''
