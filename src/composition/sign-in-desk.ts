import type { DirectoryContribution, DirectoryIdentity } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { wholeDirectoryFailure } from '../operations/failure.ts'
import type { SignedOut } from '../operations/sign-out.ts'
import type { SignInParts, TriedCredentials } from '../operations/sign-in.ts'
import type { Contributed, Contributions } from '../plugins/contributions.ts'
import { type FoundDirectory, secretVariable } from '../plugins/find-directory.ts'
import type { Landing, SessionService } from '../ports.ts'
import type { Secret } from '../secret.ts'
import type { connectionsDesk } from './connections-desk.ts'
import type { directoryOpener } from './open-directory.ts'
import { serviceAccess } from './service-access.ts'
import { sessionLock } from './session-lock.ts'
import type { settingsDesk } from './settings-desk.ts'
import { signInService } from './sign-in-service.ts'
import type { Surroundings } from './surroundings.ts'

/** One secret of a connection, as its manifest names it. */
export interface SecretToGive {
  name: string
  /** The variables that may hold it. */
  variables: readonly string[]
  /** Whether there is one already. */
  known: 'environment' | 'kept' | undefined
  /** The variable that holds it. */
  setIn: string | undefined
}

/** A connection that somebody wants to sign in to. */
export interface SignInDesk {
  connection: string
  /** The service. */
  title: string
  secrets: readonly SecretToGive[]
  /** Names of those that say who the user is; the others say which app it is. */
  ofUser: readonly string[]
  /** Where its directory has a sign-in through the browser; it may need the secret of an app. */
  browser: { clientSecret: string | undefined } | undefined
  /** Names that its environment variables have and that are no secrets. */
  otherVariables: readonly string[]
  /** Goes on with what was given. */
  counter(given: Readonly<Record<string, Secret>>): Promise<SignInCounter>
}

/** Where a sign-in is carried out. */
export interface SignInCounter extends AsyncDisposable {
  parts: SignInParts
  /** Listens for the browser. Throws `AppError` where the port is taken. */
  land(port: number): Promise<Landing>
  /** Opens the directory with these credentials, and closes it. Throws `AppError`. */
  verify(tried: TriedCredentials): Promise<DirectoryIdentity>
}

/** Signing in to connections, and out. */
export function signInDesk(
  surroundings: Surroundings,
  contributed: () => Promise<Contributions>,
  parts: Pick<ReturnType<typeof settingsDesk>, 'settings'> &
    Pick<ReturnType<typeof connectionsDesk>, 'credentials' | 'find'> & {
      openDirectory: ReturnType<typeof directoryOpener>
    },
) {
  const { configFolder, environment, signal } = surroundings
  const { settings, credentials, find, openDirectory } = parts

  async function partsFor(connection: string, service: SessionService | undefined): Promise<SignInParts> {
    const alone = sessionLock(configFolder, connection, signal)
    return { connection, store: await credentials(), alone, service }
  }

  /** How the service is asked to open and end sessions, where its manifest says so. */
  async function serviceOf(found: FoundDirectory, secrets: FoundDirectory['secrets']) {
    const { contribution, values } = found
    const { signIn, title } = contribution
    if (!signIn) return undefined
    const { resolveOptions } = await import('../plugins/options.ts')
    const options = await resolveOptions(contribution, values)
    const access = await serviceAccess(surroundings, found, { options, dryRun: false })
    return { access, service: await signInService(title, signIn.browser, { options, secrets }, access) }
  }

  async function counter(
    found: FoundDirectory & { connection: string },
    given: Readonly<Record<string, Secret>>,
  ): Promise<SignInCounter> {
    const { connection } = found
    const asked = await serviceOf(found, { ...found.secrets, ...given })
    return {
      parts: await partsFor(connection, asked?.service),
      async land(port) {
        const { openLanding } = await import('../network/sign-in/landing.ts')
        return openLanding(port)
      },
      async verify({ secrets, session, instead, store }) {
        const trial = { secrets, instead, ...(session ? { store } : {}) }
        const { directory, close } = await openDirectory(connection, { dryRun: false, trial })
        try {
          await directory.check('read', signal)
          return directory.identity
        } catch (error) {
          throw wholeDirectoryFailure(error)
        } finally {
          await close()
        }
      },
      async [Symbol.asyncDispose]() {
        await asked?.access[Symbol.asyncDispose]()
      },
    }
  }

  return {
    /** The connection of that name, or the one that is meant without a name. Throws `AppError`. */
    async signInTo(given: string | undefined): Promise<SignInDesk> {
      const { signInConnection } = await import('../plugins/sign-in-connection.ts')
      const connection = signInConnection(given, await contributed(), await settings())
      const found = { ...(await find(connection)), connection }
      const { contribution } = found
      const { signIn, secrets = [], title } = contribution
      if (!signIn && secrets.length === 0)
        throw new AppError(
          'wrong-use',
          `${connection} is a directory of the type ${contribution.id}, which needs no sign-in`,
          { hint: `It is ready: \`avatarctl list -d ${connection}\`.` },
        )
      const variables = Object.entries(contribution.environment ?? {})
      return {
        ...{ connection, title },
        secrets: secrets.map((name) => secretToGive(name, found, environment)),
        ofUser: secrets.filter((name) => name !== signIn?.browser.clientSecret),
        browser: signIn && { clientSecret: signIn.browser.clientSecret },
        otherVariables: variables.filter(([, name]) => !secrets.includes(name)).map(([variable]) => variable),
        counter: (given) => counter(found, given),
      }
    },

    /** The connections that somebody signs out of: the one that is meant, or all of them. Throws `AppError`. */
    async signedInTo(given: string | undefined, { all }: { all: boolean }): Promise<string[]> {
      const { signInConnection } = await import('../plugins/sign-in-connection.ts')
      const theirs = await settings()
      if (all) return Object.keys(theirs.connections)
      // One that stands in the settings no more may have left its secrets.
      if (given !== undefined && !Object.hasOwn(theirs.connections, given)) {
        const kept = await (await credentials()).read(given)
        if (Object.keys(kept).length > 0) return [given]
      }
      return [signInConnection(given, await contributed(), theirs)]
    },

    /** Ends the session of a connection and takes all its secrets away, whatever else is wrong with it. */
    async signOut(connection: string): Promise<SignedOut> {
      const { signOut } = await import('../operations/sign-out.ts')
      const asked = await find(connection)
        .then((found) => serviceOf(found, found.secrets))
        .catch(() => undefined)
      try {
        return await signOut(await partsFor(connection, asked?.service))
      } finally {
        await asked?.access[Symbol.asyncDispose]()
      }
    },
  }
}

function secretToGive(
  name: string,
  { connection, contribution, secrets }: FoundDirectory & { connection: string },
  environment: Surroundings['environment'],
): SecretToGive {
  const own = secretVariable(connection, name)
  const usual = variablesOf(contribution, name)
  // The service's own variables are those of the connection that is called after it.
  const read = [own, ...(connection === contribution.id ? usual : [])]
  const setIn = read.find((variable) => environment[variable])
  const known = setIn === undefined ? (secrets[name] ? 'kept' : undefined) : 'environment'
  return { name, variables: [...usual, own], known, setIn }
}

function variablesOf({ environment = {} }: Contributed<DirectoryContribution>, name: string): string[] {
  return Object.entries(environment).flatMap(([variable, one]) => (one === name ? [variable] : []))
}
