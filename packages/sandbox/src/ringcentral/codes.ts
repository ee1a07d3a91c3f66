import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Session } from './sessions.ts'

/** What somebody has said yes to on the page. */
export interface Consent {
  userId: number
  redirectUri: string
  /** S256 of a verifier that nobody else knows; undefined where none was asked for. */
  challenge: string | undefined
}

/** One that was given out, and what became of it. */
export interface IssuedCode extends Consent {
  expired: boolean
  /** What it was given for, the first time. */
  session?: Session
}

export interface Codes {
  issue(consent: Consent, lifetimeMs: number): string
  /** What a code stands for, as often as it is asked; undefined for one that never was. */
  look(code: string): IssuedCode | undefined
  use(code: string, session: Session): void
}

/** More than anybody is signing in with at the same time. */
const MAX_REMEMBERED = 1000

export function codeList(clock: Clock): Codes {
  const codes = new Map<string, Consent & { expiresAt: number; session?: Session }>()
  return {
    issue(consent, lifetimeMs) {
      const [oldest] = codes.keys()
      if (codes.size >= MAX_REMEMBERED && oldest !== undefined) codes.delete(oldest)
      const code = randomBytes(48).toString('base64url')
      codes.set(code, { ...consent, expiresAt: clock.now() + lifetimeMs })
      return code
    },
    look(code) {
      const found = codes.get(code)
      return found && { ...found, expired: found.expiresAt <= clock.now() }
    },
    use: (code, session) => void Object.assign(codes.get(code) ?? {}, { session }),
  }
}
