import { startSandbox, type Sandbox, type SandboxOptions } from '../src/index.ts'
import { portrait } from '../src/pictures/portrait.ts'

export const ACCOUNT = '/restapi/v1.0/account/~'
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** A sandbox, and somebody who asks it things. */
export interface Practice {
  sandbox: Sandbox
  /** Logs in anew, with the JWT unless another grant is given, and says what was answered. */
  login(form?: Record<string, string>, authorization?: string | null): Promise<Reply>
  /** A call with the token of the last login; an absolute address is taken as it is. */
  call(path: string, init?: RequestInit): Promise<Reply>
  /** The token of the last login. */
  token(): string
  close(): Promise<void>
}

export interface Reply {
  status: number
  headers: Headers
  bytes: Buffer
  /** What `JSON.parse` makes of the body; undefined when it is none. */
  json: Body
  /** The code of the first error. */
  code: string | undefined
}

/** Everything that is anywhere in an answer: each has some of it. */
export interface Body {
  error: string
  error_description: string
  errorCode: string
  permissionName: string
  errors: { errorCode: string; message: string; parameterName?: string }[]
  access_token: string
  refresh_token: string
  expires_in: number
  scope: string
  id: number
  uri: string
  records: ListedExtension[]
  paging: { page: number; perPage: number }
  navigation: { nextPage?: { uri: string }; previousPage?: { uri: string } }
  account: { id: string }
  permissions: { admin: { enabled: boolean } }
  profileImage: ListedExtension['profileImage']
  successful: boolean
  details: { permission: { id: string }; scopes: string[] }
}

/** An extension in a list. */
export interface ListedExtension {
  id: number
  uri: string
  name?: string
  type: string
  status: string
  extensionNumber?: string
  contact: { firstName?: string; lastName?: string }
  profileImage: {
    uri: string
    etag?: string
    lastModified?: string
    contentType?: string
    scales?: { uri: string }[]
  }
}

/** Starts a sandbox and logs in as its administrator. */
export async function practise(options: SandboxOptions = {}): Promise<Practice> {
  const sandbox = await startSandbox({ people: 30, ...options })
  const practice = practiseWith(sandbox)
  await practice.login()
  return practice
}

export function practiseWith(sandbox: Sandbox): Practice {
  const { clientId, clientSecret } = sandbox.credentials
  let token = ''
  return {
    sandbox,
    token: () => token,
    close: sandbox.close,
    async login(form = {}, authorization = basic(clientId, clientSecret)) {
      const assertion = sandbox.environment['RC_USER_JWT']!
      const usual = form['grant_type'] === undefined ? { grant_type: JWT_BEARER, assertion } : {}
      const body = new URLSearchParams({ ...usual, ...form })
      const answer = await reply(`${sandbox.serverUrl}/restapi/oauth/token`, {
        method: 'POST',
        ...(authorization !== null && { headers: { Authorization: authorization } }),
        body,
      })
      if (answer.status === 200) token = answer.json.access_token
      return answer
    },
    call(path, init = {}) {
      const headers = { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) }
      return reply(path.startsWith('http') ? path : sandbox.serverUrl + path, { ...init, headers })
    },
  }
}

export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

export async function reply(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const bytes = Buffer.from(await response.arrayBuffer())
  const json = parsed(bytes)
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: json as Body,
    code: json?.errors?.[0]?.errorCode,
  }
}

function parsed(bytes: Buffer): Partial<Body> | undefined {
  try {
    return JSON.parse(bytes.toString()) as Partial<Body>
  } catch {
    return undefined
  }
}

/** An upload as a browser would send it. */
export function upload(
  bytes: Uint8Array,
  type = 'image/png',
  name = 'image',
  filename = 'a.png',
): RequestInit {
  const body = new FormData()
  body.append(name, new Blob([new Uint8Array(bytes)], { type }), filename)
  return { method: 'PUT', body }
}

/** Where somebody's photo is, by default somebody's who has one (`with`) or none. */
export function imagePath(id: number): string {
  return `${ACCOUNT}/extension/${id}/profile-image`
}

export function somebody(sandbox: Sandbox, photo: 'with' | 'without'): number {
  const { company } = sandbox
  const found = company.people.find(
    ({ id, admin }) => !admin && (company.photo(id) === null) === (photo === 'without'),
  )
  return found!.id
}

/** A PNG, another one for every number below a million. */
export function picture(number = 0): Buffer {
  for (let tried = number * 10; ; tried++) {
    const bytes = portrait(99, tried)
    if (bytes.toString('latin1', 1, 4) === 'PNG') return bytes
  }
}

/** A clock that goes when it is told to. */
export function handClock(start = Date.UTC(2026, 0, 2, 3, 4, 5)) {
  let time = start
  return { now: () => time, advance: (ms: number) => void (time += ms) }
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => new Error('This was expected to fail.'),
    (reason: unknown) => reason as Error,
  )
  if (error.message === 'This was expected to fail.') throw error
  return error
}
