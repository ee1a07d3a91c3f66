import type { Answer } from '../http/answer.ts'
import { displayName, isPerson, type Extension } from '../company/extension.ts'
import { loginPage, refusalPage } from './authorize-page.ts'
import { same } from './credentials.ts'
import type { Login } from './login.ts'
import type { Service } from './service.ts'

export const AUTHORIZE_PATH = '/restapi/oauth/authorize'

/** So many people are enough to choose from. */
const MAX_CHOICES = 12

/** A request that may be answered to whoever it names. */
interface Asked {
  redirectUri: string
  state: string | undefined
  challenge: string | undefined
}

/**
 * `GET /restapi/oauth/authorize` shows the page on which somebody says who they are and yes or no; `POST` is what they said.
 * Where it is not certain whom the answer is for, it goes to nobody.
 */
export function answerAuthorize(login: Login, method: string, query: URLSearchParams, body: string): Answer {
  const { service, codes } = login
  const asked = askedIn(login, query)
  if (typeof asked === 'string') return refusalPage(asked)
  const back = (parameters: Record<string, string>) => sentBack(asked, parameters)
  const fault = faultOf(login, query)
  if (fault) return back({ error: fault[0], error_description: fault[1] })
  if (method === 'GET') return loginPage(service.company, choices(service), query, asked.redirectUri)
  const form = new URLSearchParams(body)
  if (form.get('decision') !== 'allow')
    return back({ error: 'access_denied', error_description: 'The user denied access' })
  const user = choices(service).find(({ id }) => String(id) === form.get('user'))
  if (!user) return refusalPage('Nobody of that name works here.')
  const { redirectUri, challenge } = asked
  const { codeLifetimeMs } = service.settings
  const code = codes.issue({ userId: user.id, redirectUri, challenge }, codeLifetimeMs)
  return back({ code, expires_in: String(Math.max(1, Math.floor(codeLifetimeMs / 1000))) })
}

/** Whom the page is for and where its answer goes, or why that cannot be told. */
function askedIn({ service, credentials }: Login, query: URLSearchParams): Asked | string {
  const repeated = [...query.keys()].find((name) => query.getAll(name).length > 1)
  if (repeated !== undefined) return `The parameter ${repeated} is there more than once.`
  if (!same(query.get('client_id') ?? '', credentials.clientId)) return 'There is no app of that client_id.'
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isRegistered(redirectUri, service.settings.redirectUris))
    return 'The redirect_uri is not registered for this app.'
  return {
    redirectUri,
    state: query.get('state') ?? undefined,
    challenge: query.get('code_challenge') ?? undefined,
  }
}

function isRegistered(uri: string, registered: 'loopback' | readonly string[]): boolean {
  if (registered !== 'loopback') return registered.includes(uri)
  return /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?\/[^#]*$/.test(uri)
}

function faultOf(
  { service }: Login,
  query: URLSearchParams,
): [error: string, description: string] | undefined {
  if (query.get('response_type') !== 'code')
    return ['unsupported_response_type', 'Response type is not supported']
  const challenge = query.get('code_challenge')
  if (challenge === null && service.settings.appType === 'confidential') return undefined
  if (challenge === null) return ['invalid_request', 'Parameter [code_challenge] is required']
  if (query.get('code_challenge_method') !== 'S256')
    return ['invalid_request', 'Parameter [code_challenge_method] value is invalid']
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    return ['invalid_request', 'Parameter [code_challenge] value is invalid']
  return undefined
}

function sentBack({ redirectUri, state }: Asked, parameters: Record<string, string>): Answer {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value)
  if (state !== undefined) target.searchParams.set('state', state)
  return { status: 302, headers: { Location: target.href, 'Cache-Control': 'no-store' } }
}

/** The administrator and some colleagues: whoever may sign in. */
function choices({ company }: Service): Extension[] {
  return company.extensions
    .filter((one) => isPerson(one) && one.status === 'Enabled' && displayName(one) !== undefined)
    .slice(0, MAX_CHOICES)
}
