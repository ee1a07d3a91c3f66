import type { ServiceSession } from '../ports.ts'
import { Secret } from '../secret.ts'

/** The name under which a session is kept beside the secrets of a connection. No secret of a manifest can have it. */
export const sessionSecret = 'browser.session'

/** As it is kept: one text, so that access and refresh token are never of two sessions. */
interface SessionRecord {
  access: string
  since: number
  lifeMs: number
  renewal?: string
  renewalLifeMs?: number
  renewing?: string
}

/** A session as something that a store of secrets keeps. */
export function asSecret(session: ServiceSession): Record<typeof sessionSecret, Secret> {
  const { access, renewal, ...rest } = session
  const record: SessionRecord = {
    ...rest,
    access: access.reveal(),
    ...(renewal ? { renewal: renewal.reveal() } : {}),
  }
  return { [sessionSecret]: new Secret(JSON.stringify(record)) }
}

/** The session among what is kept for a connection; undefined where there is none, or nothing that makes sense. */
export function sessionIn(kept: Readonly<Record<string, Secret>>): ServiceSession | undefined {
  const record = parsed(kept[sessionSecret]?.reveal() ?? '')
  if (!record) return undefined
  const { access, renewal, renewalLifeMs, renewing, since, lifeMs } = record
  return {
    ...{ access: new Secret(access), since, lifeMs },
    ...(renewal === undefined ? {} : { renewal: new Secret(renewal) }),
    ...(renewalLifeMs === undefined ? {} : { renewalLifeMs }),
    ...(renewing === undefined ? {} : { renewing }),
  }
}

function parsed(text: string): SessionRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<SessionRecord> | null
    const isRecord =
      typeof record?.access === 'string' &&
      typeof record.since === 'number' &&
      typeof record.lifeMs === 'number' &&
      (record.renewal === undefined || typeof record.renewal === 'string')
    return isRecord ? (record as SessionRecord) : undefined
  } catch {
    return undefined
  }
}
