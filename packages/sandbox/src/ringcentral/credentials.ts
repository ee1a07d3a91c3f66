import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** What a client logs in with. It follows from the seed, so that a configured connection outlives a restart. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  /** A user's JWT, which may be presented any number of times; without `expiresAt` (in milliseconds) for ever. */
  issueJwt(extensionId: number, expiresAt?: number): string
  /** Whose JWT this is, or the reason why it is nobody's. */
  readJwt(jwt: string): { extensionId: number } | 'corrupted' | 'expired' | 'unparsable'
}

export function practiceCredentials(seed: number, clock: Clock): Credentials {
  const derive = (purpose: string) =>
    createHash('sha256').update(`sandbox ${seed} ${purpose}`).digest('base64url')
  const key = derive('signing key')

  function sign(unsigned: string): string {
    return createHmac('sha256', key).update(unsigned).digest('base64url')
  }

  return {
    clientId: derive('client id').slice(0, 22),
    clientSecret: derive('client secret'),
    issueJwt(extensionId, expiresAt) {
      const head = encode({ alg: 'HS256', typ: 'JWT', kid: derive('key id').slice(0, 8) })
      const body = encode({
        aud: 'https://platform.ringcentral.com/restapi/oauth/token',
        sub: String(extensionId),
        iss: 'https://platform.ringcentral.com',
        ...(expiresAt !== undefined && { exp: Math.floor(expiresAt / 1000) }),
        jti: derive(`jwt ${extensionId} ${expiresAt}`).slice(0, 22),
      })
      return `${head}.${body}.${sign(`${head}.${body}`)}`
    },
    readJwt(jwt) {
      const [head = '', body = '', signature, ...rest] = jwt.split('.')
      if (signature === undefined || rest.length > 0) return 'unparsable'
      const claims = decode(body)
      if (!claims || !decode(head)) return 'unparsable'
      if (!same(signature, sign(`${head}.${body}`))) return 'corrupted'
      if (claims.exp !== undefined && claims.exp * 1000 <= clock.now()) return 'expired'
      return { extensionId: Number(claims.sub) }
    },
  }
}

export function same(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [
    Buffer,
    Buffer,
  ]
  return timingSafeEqual(first, second)
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(part: string): { sub?: string; exp?: number } | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
