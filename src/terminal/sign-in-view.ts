import type { DirectoryIdentity } from '@avatarctl/sdk'
import type { ServiceSession } from '../ports.ts'
import type { JsonDocument } from './json-document.ts'

/** What there is to say of a sign-in. */
export interface ShownSignIn {
  connection: string
  title: string
  identity: DirectoryIdentity | undefined
  session: ServiceSession | undefined
  kept: string
  left: string | undefined
  secrets: readonly { name: string; setIn: string | undefined }[]
  ofUser: readonly string[]
}

/** What there is to say where a session may be left at the service; undefined where there is nothing. */
export function sessionNote({
  session,
  why,
}: {
  session: 'none' | 'ended' | 'left'
  why: string | undefined
}): string | undefined {
  if (session === 'left')
    return `The session could not be ended at the service: ${why ?? ''}. It ends by itself when its tokens do; to be certain, end it there.`
  if (session === 'none' && why !== undefined)
    return `What was kept could not be read, so a session may be left at the service: ${why}.`
  return undefined
}

/** Says how somebody has signed in. */
export function signedInView(
  { connection, title, identity, session, kept, left, secrets, ofUser }: ShownSignIn,
  how: {
    asJson: boolean
    document: JsonDocument
    say(line: string): void
    note(sentence: string): void
  },
): void {
  const directory = identity ? `${identity.service}:${identity.account}` : null
  const life = session && lifeOf(session)
  if (how.asJson) {
    how.document.field('connection', connection)
    how.document.field('directory', directory)
    how.document.field('way', session ? 'browser' : 'secrets')
    how.document.field('verified', identity !== undefined)
    how.document.field('kept', kept)
    how.document.field('session', life ?? null)
    how.document.end()
  }
  how.say(
    identity
      ? `Signed in to ${connection}: ${title}, ${directory}.`
      : `What it takes to sign in to ${connection} is kept; it was not tried.`,
  )
  how.say(`Kept in ${kept}.`)
  if (life) how.say(sentenceOf(life, connection))
  if (left !== undefined) how.note(`The session before could not be ended: ${left}.`)
  for (const { name, setIn } of secrets)
    if (setIn !== undefined && ofUser.includes(name))
      how.note(`${setIn} is set, and goes before what is kept.`)
}

interface Life {
  renewable: boolean
  /** ISO 8601; when it ends unless it is renewed, or used. */
  endsAt: string | null
}

function lifeOf({ since, lifeMs, renewal, renewalLifeMs }: ServiceSession): Life {
  const lasts = renewal ? renewalLifeMs : lifeMs
  return {
    renewable: renewal !== undefined,
    endsAt: lasts === undefined ? null : new Date(since + lasts).toISOString(),
  }
}

function sentenceOf({ renewable, endsAt }: Life, connection: string): string {
  if (!renewable)
    return `The service gives no refresh token: this lasts until ${endsAt ?? 'its token ends'}, and no longer.`
  const unused = endsAt === null ? '' : `; unused, it ends on ${endsAt.slice(0, 10)}`
  return `It is renewed by itself until \`avatarctl logout ${connection}\`${unused}.`
}
