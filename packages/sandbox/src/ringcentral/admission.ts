import type { IncomingMessage } from 'node:http'
import type { Answer } from '../http/answer.ts'
import type { HostName } from '../http/origins.ts'
import { callerOf } from './bearer.ts'
import { answerAuthorize, AUTHORIZE_PATH } from './authorize.ts'
import type { Login } from './login.ts'
import { answerLogin, claimedClient, REVOKE_PATH, TOKEN_PATH } from './oauth.ts'
import { routeOf } from './operations.ts'
import type { Group } from './rate-limits.ts'
import { refuse } from './service.ts'

/** A request that is one of the protocol, by somebody who is known: its body is not read yet. */
export interface Admission {
  /** Nothing for a page of the sign-in, which nobody counts. */
  group: Group | null
  /** Whose requests are counted together. */
  user: string
  work(body: () => Promise<Buffer>): Answer | Promise<Answer>
}

/** Throws what is answered to a stranger, and to a path that does not exist: neither is counted. */
export function admissionOf(login: Login, host: HostName, request: IncomingMessage, url: URL): Admission {
  const { service, sessions } = login
  const { pathname: path, searchParams: query } = url
  const method = request.method ?? ''
  if (host === 'api' && method === 'POST' && (path === TOKEN_PATH || path === REVOKE_PATH)) {
    return {
      group: 'auth',
      user: claimedClient(request),
      work: async (body) => answerLogin(login, request, path, (await body()).toString()),
    }
  }
  if (host === 'api' && path === AUTHORIZE_PATH && (method === 'GET' || method === 'POST')) {
    const work = async (body: () => Promise<Buffer>) =>
      answerAuthorize(login, method, query, method === 'POST' ? (await body()).toString() : '')
    return { group: null, user: '', work }
  }
  const caller = callerOf(service, sessions, host, request, query)
  const lookup = routeOf(host, method, path)
  if (!lookup.found) throw refuse(service, lookup.exists ? 'CMN-202' : 'CMN-120')
  const { group, operation, accountId, extensionId, scale } = lookup.found
  const headers = request.headers as Record<string, string | undefined>
  const call = { host, caller, method, path, query, headers, extensionId, scale }
  return {
    group,
    user: String(caller.id),
    work(body) {
      if (accountId !== '~' && accountId !== String(service.company.accountId)) {
        throw refuse(service, 'CMN-102', { parameterName: 'accountId' })
      }
      return operation(service, { ...call, body })
    },
  }
}
