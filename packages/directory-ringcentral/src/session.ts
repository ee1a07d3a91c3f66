import { setMaxListeners } from 'node:events'
import type { Pace, PluginFetch, Tokens } from '@avatarctl/sdk'
import { SDK } from '@ringcentral/sdk'
import { jwtSignIn } from './jwt-sign-in.ts'
import { keptSignIn } from './kept-sign-in.ts'
import type { Token } from './token.ts'

export interface SessionSettings {
  /** Origin of the API. */
  server: string
  clientId: string
  clientSecret: string
  /** Whose user it is: a JWT, or somebody who has signed in through the browser. */
  user: { jwt: string; keepSession: boolean } | { tokens: Tokens }
  fetch: PluginFetch
  pace: Pace
}

/** A signed-in session: sends requests with a token that is good for a while yet. */
export interface Session {
  /**
   * Sends one request; `group` is the rate-limit group that the documentation gives the call. Answers with whatever
   * came back, but signs in again when the token was not accepted.
   */
  send(group: string, request: ApiRequest): Promise<Response>
  /** The app's permissions, as the last sign-in named them; none where it did not. */
  readonly permissions: readonly string[]
  /** The extension of the user who is signed in, where the sign-in named it. */
  readonly owner: string | undefined
  /** Ends what was opened at the service: a user has few sessions at a time. */
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

/**
 * The client signs in by itself, and repeats what was answered with 401, the sign-in too. A JWT that is refused must not
 * be presented twice, and nothing may be sent past the pace.
 */
const once = { skipAuthCheck: true, retry: true }
/** A request is sent so often, whatever becomes of its tokens. */
const mostTries = 5

/** Opens a session; nothing is sent before the first request. */
export function openSession(settings: SessionSettings): Session {
  const { clientId, clientSecret, user, pace, server } = settings
  const sdk = new SDK({
    server,
    clientId,
    clientSecret,
    appName: 'avatarctl',
    // The client's own fetch sends a native FormData as text, and cannot repeat a body.
    fetch: settings.fetch,
    Request: globalThis.Request,
    Response: globalThis.Response,
    Headers: globalThis.Headers,
  })
  const platform = sdk.platform()

  /** A request of the app's own, as the sign-in is: with its id and secret instead of a token. */
  function post(url: string, body: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
    const headers = {
      authorization: `Basic ${basic}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    }
    const options = { method: 'POST' as const, url, body, headers, signal, ...once }
    return answerOf(platform.send(options))
  }

  const source = 'jwt' in user ? jwtSignIn({ ...user, pace, post }) : keptSignIn(user.tokens)

  async function attempt(
    group: string,
    request: ApiRequest,
  ): Promise<{ response: Response; used: Token; wasYoung: boolean }> {
    const { method, url, query, body, signal, turn } = request
    let used: Token | undefined
    let sentAt = 0
    const send = async () => {
      used = await source.current(signal)
      sentAt = Date.now()
      const headers = { authorization: `Bearer ${used.text}` }
      const options = { method, url, query, headers, body: body?.(), signal, ...once }
      return await answerOf(platform.send(options))
    }
    const response = await pace.send(group, send, { signal, ...(turn ? { turn } : {}) })
    // Sent, or else there would be no answer.
    const token = used as unknown as Token
    return { response, used: token, wasYoung: sentAt - token.since < token.lifeMs / 2 }
  }

  return {
    get permissions() {
      return source.permissions
    },
    get owner() {
      return source.owner
    },
    async send(group, request) {
      // One signal ends a whole run, and each request listens to it until it is collected.
      setMaxListeners(0, request.signal)
      let next = request
      for (let tries = 1, youngRefused = 0; ; tries += 1) {
        const { response, used, wasYoung } = await attempt(group, next)
        if (response.status !== 401) return response
        // A token may die of age on its way, or be ended; three that were new are refused for another reason.
        if (wasYoung) youngRefused += 1
        if (youngRefused === 3 || tries === mostTries) return response
        await response.body?.cancel()
        source.refuse(used)
        const { turn: _, ...again } = request
        next = again
      }
    },
    close: () => source.close(),
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
