import type { DirectoryError, Pace } from '@avatarctl/sdk'
import { jsonOf } from './answer.ts'
import { failure, failureOf } from './failure.ts'
import { type Token, type TokenSource, usualLifeMs } from './token.ts'
import { unlessAborted } from './unless-aborted.ts'

export interface JwtSignInParts {
  jwt: string
  /** Whether the session goes on when this is closed, until it ends by itself. */
  keepSession: boolean
  pace: Pace
  /** Sends a request of the app's own, with its id and secret instead of a token. */
  post(path: string, form: Record<string, string>, signal: AbortSignal): Promise<Response>
}

/** A token of a session that was opened with the JWT. */
interface JwtToken extends Token {
  /** How long the sign-in was under way: another request may take as long to arrive. */
  tripMs: number
  /** Where the app may have refresh tokens, one: the session then outlives its access token, and has to be ended. */
  refresh: string | undefined
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** How long a sign-in that is under way is waited for when this is closed, in milliseconds. */
const lastWaitMs = 5_000

/** Until when it is used: a request has to arrive while it lives. */
function usableUntil({ since, lifeMs, tripMs }: JwtToken): number {
  const early = Math.max(Math.min(60_000, lifeMs / 5), Math.min(tripMs * 1.25, lifeMs / 2))
  return since + lifeMs - early
}

/** Signs in with a JWT, which is presented again whenever a token is gone. */
export function jwtSignIn({ jwt, keepSession, pace, post }: JwtSignInParts): TokenSource {
  const closing = new AbortController()
  let token: JwtToken | undefined
  /** One that is not used any more. */
  let gone: JwtToken | undefined
  let signingIn: Promise<JwtToken> | undefined
  let ending: Promise<unknown> = Promise.resolve()
  /** A JWT that was refused once is not presented again: five tries a minute lock the user out. */
  let refused: DirectoryError | undefined
  let permissions: readonly string[] = []
  let owner: string | undefined

  async function signIn(): Promise<JwtToken> {
    const { signal } = closing
    let since = 0
    const ask = () => {
      since = Date.now()
      return post('/restapi/oauth/token', { grant_type: jwtBearer, assertion: jwt }, signal)
    }
    const response = await pace.send('auth', ask, { signal })
    const tripMs = Date.now() - since
    if (!response.ok) {
      const error = await failureOf(response, { signingIn: true })
      // The service's own trouble is no verdict on the JWT.
      if (error.kind === 'unauthorised' || error.kind === 'forbidden') refused = error
      throw error
    }
    const body = await jsonOf(response)
    const { access_token: text, refresh_token: refresh, expires_in: seconds } = body
    if (typeof text !== 'string' || text === '')
      throw failure('unavailable', 'RingCentral signed in without a token')
    if (typeof body['scope'] === 'string') permissions = body['scope'].split(/[\s,]+/)
    if (typeof body['owner_id'] === 'string') owner = body['owner_id']
    const before = token ?? gone
    token = {
      ...{ text, since, tripMs, lifeMs: Number(seconds) > 0 ? Number(seconds) * 1000 : usualLifeMs },
      refresh: typeof refresh === 'string' ? refresh : undefined,
    }
    if (before?.refresh !== undefined) ending = Promise.all([ending, end(before)])
    return token
  }

  /** Whether it works or not: there is nothing to do about it, and it ends by itself. */
  async function end({ text, refresh }: JwtToken): Promise<void> {
    try {
      // Not worth a wait: the next sign-in needs the place more.
      const turn = await pace.turn('auth', AbortSignal.timeout(200))
      const signal = AbortSignal.timeout(lastWaitMs)
      const revoke = () => post('/restapi/oauth/revoke', { token: refresh ?? text }, signal)
      await pace.send('auth', revoke, { signal, turn })
    } catch {
      return
    }
  }

  return {
    get permissions() {
      return permissions
    },
    get owner() {
      return owner
    },
    async current(signal) {
      if (refused) throw refused
      if (token && Date.now() < usableUntil(token)) return token
      // Several wait for one sign-in: none of them ends it for the others.
      signingIn ??= signIn().finally(() => (signingIn = undefined))
      return await unlessAborted(signingIn, signal)
    },
    refuse(used) {
      // Somebody else's request may have renewed it meanwhile.
      if (token !== used) return
      gone = token
      token = undefined
    },
    async close() {
      // A session that is just being opened would be left behind.
      const wait = setTimeout(() => closing.abort(), lastWaitMs)
      await signingIn?.catch(() => undefined)
      clearTimeout(wait)
      closing.abort()
      await ending
      if (!token) return
      const last = token
      token = undefined
      if (!keepSession) await end(last)
    },
  }
}
