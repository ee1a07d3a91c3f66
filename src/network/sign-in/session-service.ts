import * as oauth from 'oauth4webapi'
import type { BrowserSignIn } from '@avatarctl/sdk'
import type { ServiceSession, SessionService } from '../../ports.ts'
import { Secret } from '../../secret.ts'
import { retrying } from '../backoff.ts'
import { failure } from '../failure.ts'
import { noSession, refusal, yesIn } from './refusal.ts'

/** What is known of a service's sign-in, and how it is asked. */
export interface SessionServiceParts {
  /** The service, as users know it. */
  title: string
  signIn: Pick<BrowserSignIn, 'authorize' | 'token' | 'revoke' | 'scopes'>
  /** Origin to which those paths belong. */
  server: string
  clientId: string
  /** Empty where the app has none. */
  clientSecret: Secret
  fetch: typeof globalThis.fetch
  /** Sends a request when it is its turn. */
  paced(request: () => Promise<Response>, signal: AbortSignal): Promise<Response>
}

/** What a token's life is taken for where the service does not say, in milliseconds. */
const usualLifeMs = 3_600_000
/** Services take a used refresh token once more for some seconds: an answer that was lost is asked for again at once. */
const again = { tries: 3, firstMs: 300, longestMs: 1_500 }
const endWithinMs = 10_000

/** OAuth 2.0: authorization code with PKCE, refresh tokens, revocation. */
export function sessionService(parts: SessionServiceParts): SessionService {
  const { title, signIn, server, clientId, clientSecret } = parts
  const service: oauth.AuthorizationServer = {
    issuer: server,
    authorization_endpoint: new URL(signIn.authorize, server).href,
    token_endpoint: new URL(signIn.token, server).href,
    ...(signIn.revoke === undefined ? {} : { revocation_endpoint: new URL(signIn.revoke, server).href }),
  }
  const client: oauth.Client = { client_id: clientId }

  /** Like `client_secret_basic`, but that letters which need no encoding are sent as they are: some do not decode. */
  const byItself: oauth.ClientAuth = (_, __, body, headers) => {
    const secret = clientSecret.reveal()
    if (secret === '') return body.set('client_id', clientId)
    const pair = [clientId, secret].map(encodeURIComponent).join(':')
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
  }

  function asking(signal: AbortSignal) {
    return {
      [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<'POST', URLSearchParams>) =>
        parts.paced(() => parts.fetch(url, { ...init, signal }), signal),
      // Whether an address may be asked unencrypted is what `fetch` sees to: on this machine only.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is marked so that it is noticed.
      [oauth.allowInsecureRequests]: true,
    }
  }

  /** What the token endpoint has answered, as a session. */
  async function sessionIn(response: Response, since: number): Promise<ServiceSession> {
    if (response.status !== 200) throw await refusal(title, response)
    const answer = await oauth
      .processRefreshTokenResponse(service, client, response)
      .catch(() => Promise.reject(noSession(title)))
    const { access_token: access, refresh_token: renewal, expires_in: seconds } = answer
    const renewalSeconds = Number(answer['refresh_token_expires_in'])
    return {
      access: new Secret(access),
      since,
      lifeMs: seconds === undefined || seconds <= 0 ? usualLifeMs : seconds * 1000,
      ...(renewal === undefined ? {} : { renewal: new Secret(renewal) }),
      ...(renewalSeconds > 0 ? { renewalLifeMs: renewalSeconds * 1000 } : {}),
    }
  }

  async function renewOnce({ renewal, renewalLifeMs }: ServiceSession): Promise<ServiceSession> {
    const since = Date.now()
    const token = renewal?.reveal() ?? ''
    // Whoever wants to stop waits for this: the answer to it must not be lost.
    const asked = asking(new AbortController().signal)
    const response = await oauth.refreshTokenGrantRequest(service, client, byItself, token, asked)
    const next = await sessionIn(response, since)
    // A service that gives no new one goes on with the old one.
    return {
      ...(renewal ? { renewal } : {}),
      ...(renewalLifeMs === undefined ? {} : { renewalLifeMs }),
      ...next,
    }
  }

  return {
    async begin(redirectUri) {
      const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()]
      const address = new URL(service.authorization_endpoint ?? '')
      const question = {
        ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state },
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(signIn.scopes ? { scope: signIn.scopes.join(' ') } : {}),
      }
      for (const [name, value] of Object.entries(question)) address.searchParams.set(name, value)
      return {
        address: address.href,
        state,
        async arrive(answer) {
          // One service answers here, and the state tells its sign-ins apart: nobody can be taken for another.
          answer.delete('iss')
          const checked = yesIn(title, () => oauth.validateAuthResponse(service, client, answer, state))
          if (!checked.has('code')) throw noSession(title)
          const since = Date.now()
          const response = await oauth.authorizationCodeGrantRequest(
            ...([service, client, byItself, checked, redirectUri, verifier] as const),
            asking(new AbortController().signal),
          )
          return await sessionIn(response, since)
        },
      }
    },

    renew: (session) =>
      retrying(() => renewOnce(session), {
        ...again,
        signal: new AbortController().signal,
        isWorthIt: (error) => (error as { outcome?: unknown }).outcome === 'unknown',
      }),

    async end({ access, renewal }) {
      if (service.revocation_endpoint === undefined)
        throw failure('rejected', `${title} has no way to end a session`, { outcome: 'not-applied' })
      const token = (renewal ?? access).reveal()
      const asked = asking(AbortSignal.timeout(endWithinMs))
      const response = await oauth.revocationRequest(service, client, byItself, token, asked)
      if (!response.ok) throw await refusal(title, response)
    },
  }
}
