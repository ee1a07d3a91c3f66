import { messageOf } from '../errors.ts'
import { sessionIn } from './session-record.ts'
import { endingOf, type SignInParts } from './sign-in.ts'

/** What a sign-out did. */
export interface SignedOut {
  connection: string
  /** Names of the secrets that were kept, the session's among them. */
  removed: readonly string[]
  session: 'none' | 'ended' | 'left'
  /** Why a session is left at the service. */
  why: string | undefined
}

/** Ends the session at the service, and takes every copy of every secret away, whether the service answers or not. */
export async function signOut({ connection, alone, service, store }: SignInParts): Promise<SignedOut> {
  return await alone(async () => {
    // What cannot be read can be taken away nevertheless.
    const found = await store.read(connection).catch((error: unknown) => messageOf(error))
    const kept = typeof found === 'string' ? {} : found
    const session = sessionIn(kept)
    const why = session ? await ending(session) : undefined
    await store.remove(connection)
    const unreadable = typeof found === 'string' ? found : undefined
    return {
      connection,
      removed: Object.keys(kept),
      session: session ? (why === undefined ? 'ended' : 'left') : 'none',
      why: why ?? unreadable,
    }
  })

  async function ending(session: NonNullable<ReturnType<typeof sessionIn>>): Promise<string | undefined> {
    return service ? await endingOf(service, session) : 'its directory has no sign-in through the browser'
  }
}
