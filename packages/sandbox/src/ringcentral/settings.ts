import type { ObservedExchange } from '../http/traffic.ts'
import { REAL_LIMITS, NO_LIMITS, type Limits } from './rate-limits.ts'

/** `self` reaches the own extension only, `all` every other one too. */
export type PermissionScope = 'none' | 'self' | 'all'

/** How the service behaves. Everything here may be changed while it runs, and concerns requests from then on. */
export interface Settings {
  /** How long an access token is good for (default one hour). */
  tokenLifetimeMs: number
  /** Issue refresh tokens, which an app has to be allowed (default false). */
  refreshTokens: boolean
  /** How long a refresh token is good for (default one week). */
  refreshTokenLifetimeMs: number
  /** How long one that was used is taken again, should its answer have been lost (default 10 s). */
  refreshGraceMs: number
  /** Whether the app can keep a secret; one that cannot has to use PKCE (default `confidential`). */
  appType: 'confidential' | 'public'
  /** Where the sign-in page may send people back to; `loopback` is any address of this machine (default). */
  redirectUris: 'loopback' | readonly string[]
  /** How long a code of the sign-in page is good for (default one minute). */
  codeLifetimeMs: number
  /** Sessions of one user; a further login ends the oldest (default 5). */
  maxSessions: number
  /** Status of a refused login. The description says 400; others say 401 (default 400). */
  refusedLoginStatus: 400 | 401
  /** Time on the way, there and back together; two numbers are the least and the most. */
  latencyMs: number | readonly [number, number]

  /** What the app was granted (default `ReadAccounts`, `EditExtensions`). */
  appPermissions: readonly string[]
  /** What the administrator's role allows (default `all` for each). */
  userPermissions: Record<string, PermissionScope>
  /** What the role of everybody else allows (default: to see the account, and to see and edit themselves). */
  ordinaryPermissions: Record<string, PermissionScope>
  /** Features that the account has not: `Profile Image Streaming`, `EditExtensionInfo`, `ReadExtensions`. */
  featuresOff: readonly string[]

  /** `totalPages`, `totalElements` and `lastPage` in lists (default true). */
  totals: boolean
  /** `perPage` above 1000 (default `refuse`). */
  aboveMaxPerPage: 'clamp' | 'refuse'
  /** How far the list lags behind what was written, in its etags. */
  listDelayMs: number
  /** The same for the record of a single extension. */
  recordDelayMs: number

  /** GET of a photo that is not there (default `not-found`). */
  missingPhoto: 'no-content' | 'not-found' | 'placeholder'
  /** DELETE of a photo that is not there (default `no-content`). */
  removalOfMissing: 'no-content' | 'not-found'
  /** Images asked for at the API's own origin (default `serve`). */
  imagesOnApi: 'redirect' | 'refuse' | 'serve'
  /** `ETag` of an image: as in the list within quotes, without them, another one, or none (default `quoted`). */
  etagHeader: 'absent' | 'bare' | 'other' | 'quoted'
  /** `stripped`: images are written anew, without what is no part of the picture (default `exact`). */
  storage: 'exact' | 'stripped'

  /** `X-Rate-Limit-*` on answers (default true). */
  limitHeaders: boolean
  /** `Retry-After` of a 429 (default `seconds`). */
  retryAfter: 'absent' | 'date' | 'seconds' | { text: string }
  /** What a 429 says is left. The real one was seen to name the whole limit (default `full`). */
  remainingInPenalty: 'full' | 'zero'
  /** Errors stand on top of the body too, with a name of their own for some (default true). */
  repeatErrorOnTop: boolean
  /** An origin put into `nextPage` and image URIs instead of the own: no client should send its token there. */
  foreignPages?: string
  foreignImages?: string

  /** Shown every request that is answered, right before the answer goes out: whoever has the answer was observed. */
  observe?: (exchange: ObservedExchange) => void
}

const DEFAULT_SETTINGS: Settings = {
  tokenLifetimeMs: 3_600_000,
  refreshTokens: false,
  refreshTokenLifetimeMs: 604_800_000,
  refreshGraceMs: 10_000,
  appType: 'confidential',
  redirectUris: 'loopback',
  codeLifetimeMs: 60_000,
  maxSessions: 5,
  refusedLoginStatus: 400,
  latencyMs: 0,
  appPermissions: ['ReadAccounts', 'EditExtensions'],
  userPermissions: { ReadExtensions: 'all', EditUserInfo: 'all', ReadCompanyInfo: 'all' },
  ordinaryPermissions: { ReadExtensions: 'self', EditUserInfo: 'self', ReadCompanyInfo: 'all' },
  featuresOff: [],
  totals: true,
  aboveMaxPerPage: 'refuse',
  listDelayMs: 0,
  recordDelayMs: 0,
  missingPhoto: 'not-found',
  removalOfMissing: 'no-content',
  imagesOnApi: 'serve',
  etagHeader: 'quoted',
  storage: 'exact',
  limitHeaders: true,
  retryAfter: 'seconds',
  remainingInPenalty: 'full',
  repeatErrorOnTop: true,
}

/** The settings given, and the usual ones for the rest. */
export function settingsFrom(given: Partial<Settings>): Settings {
  const own = Object.entries(given).filter(([name]) => name in DEFAULT_SETTINGS)
  const settings: Settings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(own) }
  for (const whose of ['userPermissions', 'ordinaryPermissions'] as const)
    settings[whose] = { ...DEFAULT_SETTINGS[whose], ...given[whose] }
  if (given.foreignPages !== undefined) settings.foreignPages = given.foreignPages
  if (given.foreignImages !== undefined) settings.foreignImages = given.foreignImages
  if (given.observe !== undefined) settings.observe = given.observe
  return settings
}

/** `real`, `none`, or the real ones but for what is given. */
export function limitsFrom(given: Partial<Limits> | 'none' | 'real' = 'real'): Limits {
  if (given === 'none') return { ...NO_LIMITS }
  return given === 'real' ? { ...REAL_LIMITS } : { ...REAL_LIMITS, ...given }
}
