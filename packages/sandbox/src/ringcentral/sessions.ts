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
}

export interface Sessions {
  open(userId: number, lifetimeMs: number, refresh: { lifetimeMs: number } | null, max: number): Session
  /** Whose access token this is. Tokens of another server, and of sessions that were ended, are unknown. */
  owner(accessToken: string): { userId: number; expired: boolean } | undefined
  /** Takes a refresh token, which is good for one time; the access token beside it ends with it. */
  takeRefreshToken(token: string): Session | undefined
  /** Ends the whole session of an access or refresh token. */
  end(token: string): boolean
  endAll(): void
  /** Sessions whose access token is still good. */
  live(): number
}

/** Enough to tell an expired token from one that never was; older ones are forgotten. */
const MAX_REMEMBERED = 10_000

export function sessionList(clock: Clock): Sessions {
  const sessions = new Set<Session>()
  const byToken = new Map<string, Session>()

  function drop(session: Session): void {
    sessions.delete(session)
    byToken.delete(session.accessToken)
    if (session.refreshToken !== undefined) byToken.delete(session.refreshToken)
  }

  function isLive(session: Session): boolean {
    return (
      Math.max(session.accessExpiresAt, session.refreshToken ? session.refreshExpiresAt : 0) > clock.now()
    )
  }

  return {
    open(userId, lifetimeMs, refresh, max) {
      const own = [...sessions].filter((session) => session.userId === userId && isLive(session))
      own.slice(0, Math.max(0, own.length + 1 - max)).forEach(drop)
      if (sessions.size >= MAX_REMEMBERED) drop([...sessions][0]!)
      const session: Session = {
        id: randomBytes(9).toString('base64url'),
        userId,
        accessToken: randomBytes(24).toString('base64url'),
        accessExpiresAt: clock.now() + lifetimeMs,
        ...(refresh && { refreshToken: randomBytes(24).toString('base64url') }),
        refreshExpiresAt: clock.now() + (refresh?.lifetimeMs ?? 0),
      }
      sessions.add(session)
      byToken.set(session.accessToken, session)
      if (session.refreshToken !== undefined) byToken.set(session.refreshToken, session)
      return session
    },
    owner(accessToken) {
      const session = byToken.get(accessToken)
      if (session?.accessToken !== accessToken) return undefined
      return { userId: session.userId, expired: session.accessExpiresAt <= clock.now() }
    },
    takeRefreshToken(token) {
      const session = byToken.get(token)
      if (session?.refreshToken !== token || session.refreshExpiresAt <= clock.now()) return undefined
      drop(session)
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
    live: () => [...sessions].filter(({ accessExpiresAt }) => accessExpiresAt > clock.now()).length,
  }
}
