import type { IncomingMessage } from 'node:http'
import { json, type Answer } from '../http/answer.ts'
import { same } from './credentials.ts'
import { oauthRefusal, type ErrorCode } from './errors.ts'
import { sessionFor } from './grants.ts'
import type { Login, Refuse } from './login.ts'

export const TOKEN_PATH = '/restapi/oauth/token'
export const REVOKE_PATH = '/restapi/oauth/revoke'

/** Which client this claims to be: whose requests are counted, before anything is believed. */
export function claimedClient(request: IncomingMessage): string {
  return basicOf(request)?.id ?? 'unknown client'
}

/** `POST /restapi/oauth/token` and `/restapi/oauth/revoke`, by their body. */
export function answerLogin(login: Login, request: IncomingMessage, path: string, body: string): Answer {
  const refused = (error: string, code: ErrorCode, parameters?: Record<string, string>) =>
    oauthRefusal(error, code, login.service.settings.refusedLoginStatus, parameters)
  const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (path === TOKEN_PATH && contentType !== 'application/x-www-form-urlencoded') {
    return json(415, { errors: [{ errorCode: 'CMN-101', message: 'Unsupported Media Type' }] })
  }
  const form = new URLSearchParams(body)
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1)
  if (repeated !== undefined) throw refused('invalid_request', 'OAU-111', { parameterName: repeated })
  requireClient(login, request, form, refused)
  if (path === TOKEN_PATH) return issue(login, form, refused)
  const token = form.get('token') ?? new URL(request.url ?? '/', 'http://sandbox').searchParams.get('token')
  if (token === null || token === '') throw refused('invalid_request', 'CMN-101', { parameterName: 'token' })
  // An unknown token is what the client wanted it to be: RFC 7009 answers 200.
  login.sessions.end(token)
  return { status: 200 }
}

/** An app that can keep a secret shows it; one that cannot says its id. */
function requireClient(
  { service, credentials: { clientId, clientSecret } }: Login,
  request: IncomingMessage,
  form: URLSearchParams,
  refused: Refuse,
): void {
  if (request.headers.authorization === undefined) {
    const id = form.get('client_id')
    if (service.settings.appType === 'confidential' || id === null) throw refused('invalid_client', 'OAU-123')
    if (!same(id, clientId)) throw refused('invalid_client', 'OAU-146')
    return
  }
  const basic = basicOf(request)
  if (!basic) throw refused('invalid_client', 'OAU-134')
  if (!same(basic.id, clientId) || !same(basic.secret, clientSecret))
    throw refused('invalid_client', 'OAU-146')
}

function basicOf(request: IncomingMessage): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(request.headers.authorization ?? '') ?? []
  const [, id, secret] = /^([^:]+):(.*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

function issue(login: Login, form: URLSearchParams, refused: Refuse): Answer {
  const { service } = login
  const { settings } = service
  const asked = Number(form.get('access_token_ttl') ?? 3600)
  if (!Number.isInteger(asked) || asked < 600 || asked > 3600) {
    throw refused('invalid_request', 'CMN-101', { parameterName: 'access_token_ttl' })
  }
  const access = Math.min(asked * 1000, settings.tokenLifetimeMs)
  const refresh = settings.refreshTokens ? settings.refreshTokenLifetimeMs : undefined
  const session = sessionFor(login, form, { access, refresh }, refused)
  return json(200, {
    access_token: session.accessToken,
    token_type: 'bearer',
    expires_in: Math.max(1, Math.floor(access / 1000)),
    ...(session.refreshToken !== undefined && {
      refresh_token: session.refreshToken,
      refresh_token_expires_in: Math.max(1, Math.floor((refresh ?? 0) / 1000)),
    }),
    scope: settings.appPermissions.join(' '),
    owner_id: String(session.userId),
    endpoint_id: session.id,
    session_id: session.id,
  })
}
