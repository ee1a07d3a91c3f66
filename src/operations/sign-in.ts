import type { DirectoryIdentity } from '@avatarctl/sdk'
import type { Alone, CredentialStore, ServiceSession, SessionService } from '../ports.ts'
import { AppError, messageOf } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { asSecret, sessionIn, sessionSecret } from './session-record.ts'

type SecretStore = Pick<CredentialStore, 'read' | 'write' | 'remove'>

/** The connection that somebody signs in to or out of. */
export interface SignInParts {
  connection: string
  store: SecretStore
  alone: Alone
  /** Undefined where its directory has no sign-in through the browser. */
  service: SessionService | undefined
}

/** What somebody signs in with. */
export interface Credentials {
  secrets: Readonly<Record<string, Secret>>
  session?: ServiceSession
}

/** What is tried out, before anything is kept. */
export interface TriedCredentials extends Credentials {
  /** Names of what these stand in for, and which is not used any more. */
  instead: readonly string[]
  /** Where the session is meanwhile: it may be renewed. */
  store: SecretStore
}

/** How somebody signs in. */
export interface SignInWish {
  /** Opens the directory with these, and throws where that does not work; undefined: they are kept as they are. */
  verify: ((tried: TriedCredentials) => Promise<DirectoryIdentity>) | undefined
  /** Names of the secrets that say who the user is: a session is in place of them, and they of a session. */
  ofUser: readonly string[]
}

/** How a sign-in ended. */
export interface SignedIn {
  /** Undefined where it was not looked at. */
  identity: DirectoryIdentity | undefined
  session: ServiceSession | undefined
  /** Where it is kept, in words. */
  kept: string
  /** Why the session before could not be ended at the service. */
  left: string | undefined
}

/**
 * Keeps what somebody signs in with, once the directory was opened with it; before that, nothing is changed. A session that
 * is not kept in the end is ended at the service, and so is the one before.
 */
export async function signIn(
  parts: SignInParts,
  credentials: Credentials,
  { verify, ofUser }: SignInWish,
): Promise<SignedIn> {
  const { connection, alone, service, store } = parts
  const isUser = ofUser.some((name) => Object.hasOwn(credentials.secrets, name))
  const instead = credentials.session ? ofUser : isUser ? [sessionSecret] : []
  const trial = memoryStore({
    ...credentials.secrets,
    ...(credentials.session ? asSecret(credentials.session) : {}),
  })
  try {
    const identity = await verify?.({ ...credentials, instead, store: trial }).catch(nothingKept)
    return await alone(async () => {
      const known = await store.read(connection)
      const before = sessionIn(known)
      const given = await trial.read(connection)
      const rest = Object.entries(known).filter(([name]) => !instead.includes(name))
      const isLess = rest.length < Object.keys(known).length
      // A store takes all of a connection away, or nothing.
      if (isLess) await store.remove(connection)
      const kept = await store.write(connection, isLess ? { ...Object.fromEntries(rest), ...given } : given)
      const isOver = sessionSecret in given || instead.includes(sessionSecret)
      const left = before && isOver ? await endingOf(service, before) : undefined
      return { identity, session: sessionIn(given), kept, left }
    })
  } catch (error) {
    const session = sessionIn(await trial.read(connection))
    if (session) await endingOf(service, session)
    throw error
  }
}

function nothingKept(error: unknown): never {
  if (!(error instanceof AppError)) throw error
  const hint = [error.hint, 'Nothing was kept; what was kept before is as it was.'].filter(Boolean).join(' ')
  throw new AppError(error.code, error.message, { hint, cause: error.cause })
}

/** Ends a session at the service; answers with the reason where that fails. */
export async function endingOf(
  service: SessionService | undefined,
  session: ServiceSession,
): Promise<string | undefined> {
  try {
    await service?.end(session)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** Secrets that nobody keeps. */
function memoryStore(secrets: Record<string, Secret>): SecretStore {
  const held = { ...secrets }
  return {
    read: () => Promise.resolve({ ...held }),
    write: (_, more) => {
      Object.assign(held, more)
      return Promise.resolve('memory')
    },
    remove: () => Promise.reject(new Error('nothing is taken away here')),
  }
}
