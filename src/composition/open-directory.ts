import path from 'node:path'
import type { Directory, DirectoryContext } from '@avatarctl/sdk'
import { messageOf } from '../errors.ts'
import type { WatchedPace } from '../network/pace.ts'
import { wholeDirectoryFailure } from '../operations/failure.ts'
import type { SessionTokens } from '../operations/session-tokens.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'
import { withAdvice } from './lacking-secrets.ts'
import type { CredentialStore } from '../ports.ts'
import { revealed, type Secret } from '../secret.ts'
import { type ServiceAccess, serviceAccess } from './service-access.ts'
import { sessionLock } from './session-lock.ts'
import { signInService } from './sign-in-service.ts'
import type { SettingsDesk } from './settings-desk.ts'
import type { SharedParts } from './shared-parts.ts'
import type { Surroundings } from './surroundings.ts'

/** A directory, and how much was asked of it. */
export interface OpenedDirectory {
  directory: Directory
  /** The id of its contribution. */
  type: string
  pace: WatchedPace
  /** By how many milliseconds this machine's clock is ahead of the service's, as far as is known. */
  skew(): number | undefined
  close(): Promise<void>
}

/** How a directory is opened. */
export interface Opening {
  dryRun: boolean
  /** What somebody wants to sign in with, in place of what is kept. */
  trial?: Trial
}

/** Credentials that are not kept yet. */
export interface Trial {
  secrets: Readonly<Record<string, Secret>>
  /** Names of those for which these stand in. */
  instead: readonly string[]
  /** Where the session is, if these have one. */
  store?: Pick<CredentialStore, 'read' | 'write'>
}

/** Where a directory keeps what it needs between runs. */
export function stateFolderOf(dataFolder: string, id: string): string {
  return path.join(dataFolder, 'directories', id)
}

/** Opens the directory that was named, or the one that the environment describes. */
export function directoryOpener(
  surroundings: Surroundings,
  {
    hosts,
    find,
    credentials,
    placed,
  }: Pick<SharedParts, 'hosts'> & {
    find(address: string): Promise<FoundDirectory>
    credentials(): Promise<CredentialStore>
    placed: SettingsDesk['placed']
  },
) {
  const { configFolder, dataFolder, signal, warn } = surroundings

  /** The session of a connection whose directory has a sign-in through the browser; nothing is loaded before it is used. */
  function tokensFor(
    { contribution, connection }: FoundDirectory,
    parts: Parameters<typeof signInService>[2],
    access: ServiceAccess,
    trial: Trial | undefined,
  ): SessionTokens | undefined {
    const { signIn } = contribution
    if (connection === undefined || !signIn) return undefined
    let making: Promise<SessionTokens> | undefined
    async function make(name: string, { browser }: NonNullable<typeof signIn>): Promise<SessionTokens> {
      const { sessionTokens } = await import('../operations/session-tokens.ts')
      const [service, store] = await Promise.all([
        signInService(contribution.title, browser, parts, access),
        trial?.store ?? credentials(),
      ])
      const alone = sessionLock(configFolder, name, signal)
      return sessionTokens({ connection: name, store, service, alone })
    }
    return {
      current: async (refused) => (await (making ??= make(connection, signIn))).current(refused),
      settled: async () => await (await making?.catch(() => undefined))?.settled(),
    }
  }

  return async (address: string, { dryRun, trial }: Opening): Promise<OpenedDirectory> => {
    const [{ activateDirectory }, { resolveOptions }, { patiently }] = await Promise.all([
      import('../plugins/activate.ts'),
      import('../plugins/options.ts'),
      import('../network/retrying-reads.ts'),
    ])
    const found = await find(address)
    const { contribution, values, connection } = found
    const secrets = Object.fromEntries(
      Object.entries({ ...found.secrets, ...trial?.secrets }).filter(
        ([name]) => !trial?.instead.includes(name),
      ),
    )
    const { id, origin } = contribution
    const options = await resolveOptions(contribution, values).catch(async (error: unknown) => {
      throw connection === undefined ? error : await placed(error, ['connections', connection, 'options'])
    })
    const plugin = await activateDirectory(id, origin, options, hosts)
    const access = await serviceAccess(surroundings, found, { options, dryRun })
    const { pace } = access
    const tokens = tokensFor(found, { options, secrets }, access, trial)
    async function end(): Promise<void> {
      await tokens?.settled()
      await access[Symbol.asyncDispose]()
    }
    try {
      const fetch = await access.fetchFor(plugin.origins?.(options) ?? [])
      const context: DirectoryContext = {
        ...{ options, fetch, pace, signal, warn },
        secrets: revealed(secrets),
        ...(tokens ? { tokens } : {}),
        stateFolder: stateFolderOf(dataFolder, id),
      }
      let tellOnce: ((error: unknown) => void) | undefined = (error) => {
        warn(`${messageOf(error)}. Trying again.`)
        tellOnce = undefined
      }
      const directory = await patiently(signal, () => plugin.open(context), {
        // Nobody has seen anything happen yet, and a wrong address is not worth a long wait.
        firstMs: 500,
        onFailure: (error) => tellOnce?.(error),
      })
      return {
        directory,
        type: id,
        pace,
        skew: access.skew,
        async close() {
          await directory.close?.()
          await end()
        },
      }
    } catch (error) {
      await end()
      throw withAdvice(wholeDirectoryFailure(error), found)
    }
  }
}
