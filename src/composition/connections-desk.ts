import type { Contributions } from '../plugins/contributions.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'
import type { CredentialStore } from '../ports.ts'
import type { Preferences, Settings } from '../settings/settings.ts'
import type { SettingsDesk } from './settings-desk.ts'
import type { Surroundings } from './surroundings.ts'

/** A directory that a command is about, and how people are chosen and pictures made there. */
export interface Target {
  /** As `-d` names it, one by itself. */
  address: string
  /** Whether it was asked for by a list or a pattern: it may be one of several, and is shown as such. */
  isOneOfSeveral: boolean
  preferences: Preferences
}

/** Directories by their names: what the settings, the environment and the store of secrets say of them. */
export function connectionsDesk(
  { environment, configFolder }: Pick<Surroundings, 'environment' | 'configFolder'>,
  contributed: () => Promise<Contributions>,
  { settings, preferences, placed }: Pick<SettingsDesk, 'settings' | 'preferences' | 'placed'>,
) {
  const known = ({ connections, directory }: Settings) => ({ environment, connections, directory })

  async function credentials(): Promise<CredentialStore> {
    const { credentialStore } = await import('../credentials/credential-store.ts')
    return credentialStore(configFolder)
  }

  /** One of them, with its secrets: the environment's before those that are kept. */
  async function find(address: string): Promise<FoundDirectory> {
    const { findDirectory } = await import('../plugins/find-directory.ts')
    let found
    try {
      found = findDirectory(address, await contributed(), known(await settings()))
    } catch (error) {
      const isConfigured = Object.hasOwn((await settings()).connections, address)
      throw isConfigured ? await placed(error, ['connections', address]) : error
    }
    if (found.connection === undefined || (found.contribution.secrets ?? []).length === 0) return found
    const kept = await (await credentials()).read(found.connection)
    return { ...found, secrets: { ...kept, ...found.secrets } }
  }

  return {
    credentials,

    /** The directories that `-d` names; without it, those of the environment or the settings. Throws `AppError`. */
    async targets(given: string | undefined): Promise<Target[]> {
      const [{ defaultAddress, isDirectory }, { addressesOfAll }] = await Promise.all([
        import('../plugins/find-directory.ts'),
        import('../plugins/addresses.ts'),
      ])
      const theirs = await settings()
      const contributions = await contributed()
      const text = given || defaultAddress(contributions, known(theirs))
      const isOfSettings = !given && text === theirs.directory
      const texts = isOfSettings ? theirs.directories : [text]
      const { addresses, isList } = addressesOfAll(texts, contributions, theirs)
      // Settings that are wrong are wrong for everybody, unlike a directory that is down.
      const unknown = addresses.find((address) => !isDirectory(address, contributions, known(theirs)))
      if (isOfSettings && unknown !== undefined)
        await find(unknown).catch(async (error: unknown) => {
          throw await placed(error, ['directory'])
        })
      return await Promise.all(
        addresses.map(async (address) => ({
          address,
          isOneOfSeveral: isList,
          preferences: await preferences(address),
        })),
      )
    },

    find,
  }
}
