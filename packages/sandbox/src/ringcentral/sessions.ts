import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** What a login opens, and a token stands for. */
export interface Session {
  id: string
  userId: number
  accessToken: string
  accessExpiresAt: number
  refreshToken?: string
  refreshExpiresAt: number
  /** The refresh token before: it is used up, and taken once more for a moment, should the answer have been lost. */
  spent?: { token: string; until: number }
}

/** How long tokens are good for, in milliseconds. */
export interface Lifetimes {
  access: number
  /** Undefined where the app has no refresh tokens. */
  refresh: number | undefined
}

export interface Sessions {
  /** `max` is how many a user may have; one more ends the oldest. */
  open(userId: number, lifetimes: Lifetimes, max: number): Session
  /** Whose access token this is. Tokens of another server, and of sessions that were ended, are unknown. */
  owner(accessToken: string): { userId: number; expired: boolean } | undefined
  /**
   * Gives a session new tokens for its refresh token, which is good for one time; the access token before is dead at once.
   * Within the grace the same refresh token is taken again, and what it was answered the first time is dead then.
   */
  renew(refreshToken: string, lifetimes: Lifetimes, graceMs: number): Session | undefined
  /** Ends the whole session of an access or refresh token. */
  end(token: string): boolean
  endAll(): void
  /** Sessions that are not over: whose access or refresh token is still good. */
  live(): number
}

/** Enough to tell an expired token from one that never was; older ones are forgotten. */
const MAX_REMEMBERED = 10_000

export function sessionList(clock: Clock): Sessions {
  const sessions = new Set<Session>()
  const byToken = new Map<string, Session>()

  function forgetTokens({ accessToken, refreshToken }: Session): void {
    byToken.delete(accessToken)
    if (refreshToken !== undefined) byToken.delete(refreshToken)
  }

  function drop(session: Session): void {
    sessions.delete(session)
    forgetTokens(session)
    if (session.spent) byToken.delete(session.spent.token)
  }

  function isLive(session: Session): boolean {
    const refreshable = session.refreshToken === undefined ? 0 : session.refreshExpiresAt
    return Math.max(session.accessExpiresAt, refreshable) > clock.now()
  }

  function tokens({ access, refresh }: Lifetimes) {
    return {
      accessToken: randomBytes(24).toString('base64url'),
      accessExpiresAt: clock.now() + access,
      ...(refresh !== undefined && { refreshToken: randomBytes(24).toString('base64url') }),
      refreshExpiresAt: clock.now() + (refresh ?? 0),
    }
  }

  function know(session: Session): void {
    byToken.set(session.accessToken, session)
    if (session.refreshToken !== undefined) byToken.set(session.refreshToken, session)
  }

  return {
    open(userId, lifetimes, max) {
      const own = [...sessions].filter((session) => session.userId === userId && isLive(session))
      own.slice(0, Math.max(0, own.length + 1 - max)).forEach(drop)
      if (sessions.size >= MAX_REMEMBERED) drop([...sessions][0]!)
      const session: Session = { id: randomBytes(9).toString('base64url'), userId, ...tokens(lifetimes) }
      sessions.add(session)
      know(session)
      return session
    },
    owner(accessToken) {
      const session = byToken.get(accessToken)
      if (session?.accessToken !== accessToken) return undefined
      return { userId: session.userId, expired: session.accessExpiresAt <= clock.now() }
    },
    renew(refreshToken, lifetimes, graceMs) {
      const session = byToken.get(refreshToken)
      if (!session) return undefined
      const isAgain = session.spent?.token === refreshToken && session.spent.until > clock.now()
      const isFirst = session.refreshToken === refreshToken && session.refreshExpiresAt > clock.now()
      if (!isAgain && !isFirst) return undefined
      forgetTokens(session)
      if (isFirst) {
        if (session.spent) byToken.delete(session.spent.token)
        session.spent = { token: refreshToken, until: clock.now() + graceMs }
      }
      byToken.set(refreshToken, session)
      delete session.refreshToken
      know(Object.assign(session, tokens(lifetimes)))
      return session
    },
    end(token) {
      const session = byToken.get(token)
      if (session) drop(session)
      return session !== undefined
    },
    endAll() {
      sessions.clear()
      byToken.clear()
    },
    live: () => [...sessions].filter(isLive).length,
  }
}
