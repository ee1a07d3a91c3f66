import type { DirectoryError, Pace, PluginFetch } from '@avatarctl/sdk'
import { SDK } from '@ringcentral/sdk'
import { failure, failureOf } from './failure.ts'

export interface SessionSettings {
  server: string
  clientId: string
  clientSecret: string
  jwt: string
  fetch: PluginFetch
  pace: Pace
}

/** A signed-in session: sends requests with a token that is good for a while yet. */
export interface Session {
  /**
   * Sends one request; `group` is the rate-limit group that the documentation gives the call. Answers with whatever
   * came back, but signs in again, once, when the token was not accepted.
   */
  send(group: string, request: ApiRequest): Promise<Response>
  /** Ends the session at the service: a user has few of them at a time. */
  close(): Promise<void>
}

export interface ApiRequest {
  method: 'GET' | 'PUT' | 'DELETE'
  /** A path of the API, or an absolute URL on an origin that was checked before. */
  url: string
  query?: Record<string, string | number | readonly string[]> | undefined
  /** Made anew for each try, as a body can be sent once. */
  body?: () => FormData
  signal: AbortSignal
  turn?: Parameters<Pace['send']>[2]['turn']
}

/** A token is renewed when less than this part of its life is left, and at most this long before its end. */
const renewAt = { share: 0.2, ms: 60_000 }

/** Opens a session; nothing is sent before the first request. */
export function openSession(settings: SessionSettings): Session {
  const { clientId, clientSecret, jwt, pace, server } = settings
  const sdk = new SDK({
    ...{ server: server.replace(/\/+$/, ''), clientId, clientSecret },
    ...{ appName: 'avatarctl', cachePrefix: `avatarctl-${clientId}-${Math.abs(hashOf(jwt))}` },
    // The client's own fetch sends a native FormData as text, and cannot repeat a body.
    fetch: settings.fetch,
    Request: globalThis.Request,
    Response: globalThis.Response,
    Headers: globalThis.Headers,
  })
  const platform = sdk.platform()
  let token: { text: string; renewAt: number } | undefined
  let signingIn: Promise<string> | undefined
  /** A JWT that was refused once is not presented again: five tries a minute lock the user out. */
  let refused: DirectoryError | undefined

  async function signIn(signal: AbortSignal): Promise<string> {
    const asked = Date.now()
    const response = await pace.send('auth', () => answerOf(platform.login({ jwt })), { signal })
    if (!response.ok) {
      const error = await failureOf(response, false)
      // The service's own trouble is no verdict on the JWT.
      if (response.status < 500 && response.status !== 429) {
        refused = failure(
          'unauthorised',
          `RingCentral refuses the sign-in (${response.status}${error.code ? `, ${error.code}` : ''})`,
          {
            ...(error.code === undefined ? {} : { code: error.code }),
            hint: 'Check RC_USER_JWT, RC_APP_CLIENT_ID and RC_APP_CLIENT_SECRET: they belong to one app of one account.',
          },
        )
        throw refused
      }
      throw error
    }
    const body = (await response.json()) as { access_token?: unknown; expires_in?: unknown }
    if (typeof body.access_token !== 'string')
      throw failure('unavailable', 'RingCentral signed in without a token')
    const life = Math.max(0, Number(body.expires_in) || 0) * 1000
    token = { text: body.access_token, renewAt: asked + life - Math.min(renewAt.ms, life * renewAt.share) }
    return token.text
  }

  async function currentToken(signal: AbortSignal): Promise<string> {
    if (refused) throw refused
    if (token && Date.now() < token.renewAt) return token.text
    signingIn ??= signIn(signal).finally(() => (signingIn = undefined))
    return await signingIn
  }

  function attempt(group: string, request: ApiRequest, used: { token: string }): Promise<Response> {
    const { method, url, query, body, signal, turn } = request
    const send = async () => {
      used.token = await currentToken(signal)
      const headers = { authorization: `Bearer ${used.token}` }
      const options = { method, url, query, headers, body: body?.(), signal, skipAuthCheck: true }
      return await answerOf(platform.send(options))
    }
    return pace.send(group, send, { signal, ...(turn ? { turn } : {}) })
  }

  return {
    async send(group, request) {
      const used = { token: '' }
      const response = await attempt(group, request, used)
      if (response.status !== 401) return response
      await response.body?.cancel()
      // Somebody else's request may have renewed it meanwhile.
      if (token?.text === used.token) token = undefined
      const { turn: _, ...again } = request
      return await attempt(group, again, used)
    },
    async close() {
      if (!token) return
      const { text } = token
      token = undefined
      const body = new URLSearchParams({ token: text })
      const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
      const signal = AbortSignal.timeout(5000)
      // Whether it worked or not: there is nothing to do about it, and it ends by itself.
      await pace
        .send(
          'auth',
          () =>
            settings.fetch(new URL('/restapi/oauth/revoke', server), {
              method: 'POST',
              headers: { authorization },
              body,
              signal,
            }),
          { signal },
        )
        .catch(() => undefined)
    },
  }
}

/** The client throws every answer that is no success; what counts here is the answer. */
async function answerOf(sent: Promise<Response>): Promise<Response> {
  try {
    return await sent
  } catch (error) {
    const response = (error as { response?: unknown }).response
    if (response instanceof Response) return response
    throw error
  }
}

function hashOf(text: string): number {
  let hash = 0
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) | 0
  return hash
}
