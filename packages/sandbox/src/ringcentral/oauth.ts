import type { IncomingMessage } from 'node:http'
import { json, type Answer } from '../http/answer.ts'
import type { Extension } from '../company/extension.ts'
import { same, type Credentials } from './credentials.ts'
import { oauthRefusal, type ErrorCode } from './errors.ts'
import type { Service } from './service.ts'
import type { Sessions } from './sessions.ts'

export const TOKEN_PATH = '/restapi/oauth/token'
export const REVOKE_PATH = '/restapi/oauth/revoke'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const REFRESH_LIFETIME_MS = 604_800_000

export interface Login {
  service: Service
  credentials: Credentials
  sessions: Sessions
}

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
  requireClient(login.credentials, request, refused)
  if (path === TOKEN_PATH) return issue(login, form, refused)
  const token = form.get('token') ?? new URL(request.url ?? '/', 'http://sandbox').searchParams.get('token')
  if (token === null || token === '') throw refused('invalid_request', 'CMN-101', { parameterName: 'token' })
  // An unknown token is what the client wanted it to be: RFC 7009 answers 200.
  login.sessions.end(token)
  return { status: 200 }
}

type Refuse = (error: string, code: ErrorCode, parameters?: Record<string, string>) => Error

function requireClient(
  { clientId, clientSecret }: Credentials,
  request: IncomingMessage,
  refused: Refuse,
): void {
  if (request.headers.authorization === undefined) throw refused('invalid_client', 'OAU-123')
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
  const { service, sessions } = login
  const { settings } = service
  const user = userOf(login, form, refused)
  const asked = Number(form.get('access_token_ttl') ?? 3600)
  if (!Number.isInteger(asked) || asked < 600 || asked > 3600) {
    throw refused('invalid_request', 'CMN-101', { parameterName: 'access_token_ttl' })
  }
  const lifetimeMs = Math.min(asked * 1000, settings.tokenLifetimeMs)
  const refresh = settings.refreshTokens ? { lifetimeMs: REFRESH_LIFETIME_MS } : null
  const session = sessions.open(user.id, lifetimeMs, refresh, settings.maxSessions)
  return json(200, {
    access_token: session.accessToken,
    token_type: 'bearer',
    expires_in: Math.max(1, Math.floor(lifetimeMs / 1000)),
    ...(session.refreshToken !== undefined && {
      refresh_token: session.refreshToken,
      refresh_token_expires_in: REFRESH_LIFETIME_MS / 1000,
    }),
    scope: settings.appPermissions.join(' '),
    owner_id: String(user.id),
    endpoint_id: session.id,
    session_id: session.id,
  })
}

function userOf(login: Login, form: URLSearchParams, refused: Refuse): Extension {
  const { service, credentials, sessions } = login
  const grantType = form.get('grant_type') ?? ''
  if (grantType === 'refresh_token') {
    const session = sessions.takeRefreshToken(form.get('refresh_token') ?? '')
    const user = session && service.company.extension(session.userId)
    if (!user) throw refused('invalid_grant', 'OAU-129')
    return user
  }
  if (grantType !== JWT_BEARER) throw refused('unsupported_grant_type', 'OAU-112', { grantType })
  const assertion = form.get('assertion')
  if (assertion === null || assertion === '') {
    throw refused('invalid_request', 'CMN-101', { parameterName: 'assertion' })
  }
  const read = credentials.readJwt(assertion)
  if (read === 'unparsable') throw refused('invalid_grant', 'OAU-149')
  if (read === 'corrupted') throw refused('invalid_grant', 'OAU-129')
  if (read === 'expired') throw refused('invalid_grant', 'OAU-128')
  const user = service.company.extension(read.extensionId)
  if (!user) throw refused('invalid_grant', 'OAU-136')
  if (user.status !== 'Enabled') throw refused('invalid_grant', 'OAU-141')
  return user
}
