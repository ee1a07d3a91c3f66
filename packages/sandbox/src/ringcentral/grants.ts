import { createHash } from 'node:crypto'
import type { Extension } from '../company/extension.ts'
import { same } from './credentials.ts'
import type { Login, Refuse } from './login.ts'
import type { Lifetimes, Session } from './sessions.ts'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** The session that a grant opens or goes on with. Throws what is answered where it does neither. */
export function sessionFor(
  login: Login,
  form: URLSearchParams,
  lifetimes: Lifetimes,
  refused: Refuse,
): Session {
  const { service, sessions } = login
  const { maxSessions, refreshGraceMs } = service.settings
  const grantType = form.get('grant_type') ?? ''
  switch (grantType) {
    case JWT_BEARER:
      return sessions.open(ownerOf(login, form, refused).id, lifetimes, maxSessions)
    case 'authorization_code':
      return sessionOfCode(login, form, lifetimes, refused)
    case 'refresh_token': {
      const token = needed(form, 'refresh_token', refused)
      const session = sessions.renew(token, lifetimes, refreshGraceMs)
      if (!session || !service.company.extension(session.userId)) throw refused('invalid_grant', 'OAU-129')
      return session
    }
    default:
      throw refused('unsupported_grant_type', 'OAU-112', { grantType })
  }
}

/** Whose JWT it is. */
function ownerOf({ service, credentials }: Login, form: URLSearchParams, refused: Refuse): Extension {
  const read = credentials.readJwt(needed(form, 'assertion', refused))
  if (read === 'unparsable') throw refused('invalid_grant', 'OAU-149')
  if (read === 'corrupted') throw refused('invalid_grant', 'OAU-129')
  if (read === 'expired') throw refused('invalid_grant', 'OAU-128')
  return active(service.company.extension(read.extensionId), refused)
}

/** A code is good once, for whom it was made, and for who knows the verifier; a second try ends what the first one got. */
function sessionOfCode(
  { service, sessions, codes }: Login,
  form: URLSearchParams,
  lifetimes: Lifetimes,
  refused: Refuse,
): Session {
  const code = needed(form, 'code', refused)
  const consent = codes.look(code)
  if (!consent) throw refused('invalid_grant', 'OAU-113')
  if (consent.session) {
    sessions.end(consent.session.accessToken)
    throw refused('invalid_grant', 'OAU-113')
  }
  if (consent.expired) throw refused('invalid_grant', 'OAU-114')
  if (form.get('redirect_uri') !== consent.redirectUri) throw refused('invalid_grant', 'OAU-109')
  if (consent.challenge !== undefined) mustVerify(consent.challenge, form.get('code_verifier'), refused)
  const user = active(service.company.extension(consent.userId), refused)
  const session = sessions.open(user.id, lifetimes, service.settings.maxSessions)
  codes.use(code, session)
  return session
}

function mustVerify(challenge: string, verifier: string | null, refused: Refuse): void {
  const hash = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
  const isVerifier = /^[A-Za-z0-9._~-]{43,128}$/.test(verifier ?? '')
  if (!isVerifier || !same(hash, challenge))
    throw refused('invalid_grant', 'CMN-101', { parameterName: 'code_verifier' })
}

function active(user: Extension | undefined, refused: Refuse): Extension {
  if (!user) throw refused('invalid_grant', 'OAU-136')
  if (user.status !== 'Enabled') throw refused('invalid_grant', 'OAU-141')
  return user
}

function needed(form: URLSearchParams, parameterName: string, refused: Refuse): string {
  const value = form.get(parameterName)
  if (value === null || value === '') throw refused('invalid_request', 'CMN-101', { parameterName })
  return value
}
