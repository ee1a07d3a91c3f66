import type { DirectoryError, Tokens } from '@avatarctl/sdk'
import type { Alone, CredentialStore, ServiceSession, SessionService } from '../ports.ts'
import { isDirectoryError } from './failure.ts'
import { asSecret, sessionIn } from './session-record.ts'

/** The session of one connection. */
export interface SessionTokensParts {
  connection: string
  store: Pick<CredentialStore, 'read' | 'write'>
  alone: Alone
  service: SessionService
}

export interface SessionTokens extends Tokens {
  /** Resolves once no renewal is under way: one that is cut off there is lost. */
  settled(): Promise<void>
}

/**
 * Access tokens of a kept session, renewed in one place at a time: that kills the one before, and uses up the refresh token.
 * Whoever finds it renewed by another process goes on with what that one has kept.
 */
export function sessionTokens({ connection, store, alone, service }: SessionTokensParts): SessionTokens {
  let known: ServiceSession | undefined
  let renewing: Promise<ServiceSession> | undefined
  /** A refresh token that was refused is not presented again. */
  let refusal: { renewal: string; error: DirectoryError } | undefined

  const read = async () => sessionIn(await store.read(connection))
  const write = (session: ServiceSession) => store.write(connection, asSecret(session))

  async function renewed(refused: string | undefined): Promise<ServiceSession> {
    const session = await read()
    if (!session) throw over(connection, 'Nobody is signed in to')
    if (isGood(session, refused)) return session
    if (!session.renewal) throw over(connection, 'The sign-in has run out for', noRenewal)
    if (refusal?.renewal === session.renewal.reveal()) throw refusal.error
    // Where this cannot be kept, neither could what it is renewed to, and nothing is used up yet.
    await write({ ...session, renewing: new Date().toISOString() })
    const next = await service.renew(session).catch(async (error: unknown) => {
      if (!isDirectoryError(error)) throw error
      // Nothing was used up, so nothing is in doubt.
      if (error.outcome === 'not-applied') await write(session).catch(() => undefined)
      if (error.code !== 'invalid_grant') throw error
      refusal = {
        renewal: session.renewal?.reveal() ?? '',
        error: over(
          connection,
          'The sign-in has ended for',
          session.renewing === undefined ? ended : cutOff(session.renewing),
        ),
      }
      throw refusal.error
    })
    await keep(next)
    return next
  }

  async function keep(next: ServiceSession): Promise<void> {
    try {
      await write(next)
    } catch (error) {
      // Nobody else will ever know of it, and a user has few.
      await service.end(next).catch(() => undefined)
      throw error
    }
  }

  return {
    async settled() {
      await renewing?.catch(() => undefined)
    },

    async current(refused) {
      if (known && isGood(known, refused)) return known.access.reveal()
      const kept = await read()
      if (kept && isGood(kept, refused)) known = kept
      else {
        renewing ??= alone(() => renewed(refused)).finally(() => (renewing = undefined))
        known = await renewing
      }
      return known.access.reveal()
    },
  }
}

/** Whether an access token can be used; one that can be renewed is given up a little early, as a request has to arrive. */
function isGood({ access, since, lifeMs, renewal }: ServiceSession, refused: string | undefined): boolean {
  const early = renewal ? Math.min(60_000, lifeMs / 5) : 0
  return access.reveal() !== refused && Date.now() < since + lifeMs - early
}

const noRenewal = 'the service gives no refresh token, so it lasts as long as its first token'
const ended = 'it was not used for too long, or was ended at the service'
const cutOff = (time: string) => `it was being renewed at ${time}, and what came of that was never kept`

function over(connection: string, what: string, why?: string): DirectoryError {
  return Object.assign(new Error(`${what} ${connection}${why === undefined ? '' : `: ${why}`}`), {
    ...({ kind: 'unauthorised', outcome: 'not-applied' } as const),
    hint: `Run \`avatarctl login ${connection}\`, and then the same again.`,
  })
}
