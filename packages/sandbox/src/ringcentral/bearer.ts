import type { IncomingMessage } from 'node:http'
import type { Extension } from '../company/extension.ts'
import type { HostName } from '../http/origins.ts'
import { refuse, type Service } from './service.ts'
import type { Sessions } from './sessions.ts'

/** Who is asking. The token may stand in the query at the media origin only, as documented. */
export function callerOf(
  service: Service,
  sessions: Sessions,
  host: HostName,
  request: IncomingMessage,
  query: URLSearchParams,
): Extension {
  const owner = sessions.owner(tokenOf(service, host, request, query))
  if (!owner) throw refuse(service, 'OAU-129')
  if (owner.expired) throw refuse(service, 'OAU-128')
  const caller = service.company.extension(owner.userId)
  if (!caller) throw refuse(service, 'OAU-136')
  return caller
}

function tokenOf(service: Service, host: HostName, request: IncomingMessage, query: URLSearchParams): string {
  const { authorization } = request.headers
  const inQuery = host === 'media' ? query.get('access_token') : null
  if (authorization === undefined && inQuery !== null) return inQuery
  if (authorization === undefined) throw refuse(service, 'AGW-401')
  const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? []
  if (token === undefined) throw refuse(service, 'AGW-402')
  return token
}
