import { setMaxListeners } from 'node:events'
import type { DirectoryError, Pace, PluginFetch } from '@avatarctl/sdk'
import { SDK } from '@ringcentral/sdk'
import { jsonOf } from './answer.ts'
import { failure, failureOf } from './failure.ts'

export interface SessionSettings {
  /** Origin of the API. */
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
   * came back, but signs in again when the token was not accepted.
   */
  send(group: string, request: ApiRequest): Promise<Response>
  /** The app's permissions, as the last sign-in named them; none where it did not. */
  readonly permissions: readonly string[]
  /** The extension of the user whose JWT this is, where the sign-in named it. */
  readonly owner: string | undefined
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

/**
 * The client signs in by itself, and repeats what was answered with 401, the sign-in too. A JWT that is refused must not
 * be presented twice, and nothing may be sent past the pace.
 */
const once = { skipAuthCheck: true, retry: true }
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** What a token's life is taken for where the service does not say. */
const usualLifeMs = 3_600_000
/** A request is sent so often, whatever becomes of its tokens. */
const mostTries = 5

interface Token {
  text: string
  /** When it was asked for, so that it lives at least as long from here as the service says. */
  since: number
  lifeMs: number
  /** How long the sign-in was under way: another request may take as long to arrive. */
  tripMs: number
}

/** Until when it is used: a request has to arrive while it lives. */
function usableUntil({ since, lifeMs, tripMs }: Token): number {
  const early = Math.max(Math.min(60_000, lifeMs / 5), Math.min(tripMs * 1.25, lifeMs / 2))
  return since + lifeMs - early
}

/** Opens a session; nothing is sent before the first request. */
export function openSession(settings: SessionSettings): Session {
  const { clientId, clientSecret, jwt, pace, server } = settings
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
  const closing = new AbortController()
  let token: Token | undefined
  let signingIn: Promise<Token> | undefined
  /** A JWT that was refused once is not presented again: five tries a minute lock the user out. */
  let refused: DirectoryError | undefined
  let permissions: readonly string[] = []
  let owner: string | undefined

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

  async function signIn(signal: AbortSignal): Promise<Token> {
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
    const text = body['access_token']
    if (typeof text !== 'string' || text === '')
      throw failure('unavailable', 'RingCentral signed in without a token')
    const seconds = Number(body['expires_in'])
    if (typeof body['scope'] === 'string') permissions = body['scope'].split(/[\s,]+/)
    if (typeof body['owner_id'] === 'string') owner = body['owner_id']
    return (token = { text, since, tripMs, lifeMs: seconds > 0 ? seconds * 1000 : usualLifeMs })
  }

  async function currentToken(signal: AbortSignal): Promise<Token> {
    if (refused) throw refused
    if (token && Date.now() < usableUntil(token)) return token
    // Several wait for one sign-in: none of them ends it for the others.
    signingIn ??= signIn(closing.signal).finally(() => (signingIn = undefined))
    return await unlessAborted(signingIn, signal)
  }

  async function attempt(
    group: string,
    request: ApiRequest,
  ): Promise<{ response: Response; used: Token; wasYoung: boolean }> {
    const { method, url, query, body, signal, turn } = request
    let used: Token | undefined
    let sentAt = 0
    const send = async () => {
      used = await currentToken(signal)
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

  async function revoke(text: string): Promise<void> {
    // Not worth a wait: the next sign-in needs the place more.
    const turn = await pace.turn('auth', AbortSignal.timeout(200))
    const signal = AbortSignal.timeout(5_000)
    await pace.send('auth', () => post('/restapi/oauth/revoke', { token: text }, signal), { signal, turn })
  }

  return {
    get permissions() {
      return permissions
    },
    get owner() {
      return owner
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
        // Somebody else's request may have renewed it meanwhile.
        if (token === used) token = undefined
        const { turn: _, ...again } = request
        next = again
      }
    },
    async close() {
      closing.abort()
      if (!token) return
      const { text } = token
      token = undefined
      // Whether it works or not: there is nothing to do about it, and it ends by itself.
      await revoke(text).catch(() => undefined)
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

/** What others wait for too; whoever gives up does so alone. */
async function unlessAborted<Result>(shared: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted()
  // One signal ends a whole run: there may be a listener for each of many people.
  setMaxListeners(0, signal)
  let giveUp: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error)
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([shared, aborted])
  } finally {
    if (giveUp) signal.removeEventListener('abort', giveUp)
  }
}
