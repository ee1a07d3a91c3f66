import type { Contributions } from '../plugins/contributions.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'
import type { CredentialStore } from '../ports.ts'
import type { Preferences, Settings } from '../settings/settings.ts'
import type { settingsDesk } from './settings-desk.ts'
import type { Surroundings } from './surroundings.ts'

/** A directory that a command is about, and how people are chosen and pictures made there. */
export interface Target {
  /** As `-d` names it, one by itself. */
  address: string
  preferences: Preferences
}

/** Directories by their names: what the settings, the environment and the store of secrets say of them. */
export function connectionsDesk(
  { environment, configFolder }: Pick<Surroundings, 'environment' | 'configFolder'>,
  contributed: () => Promise<Contributions>,
  { settings, preferences }: Pick<ReturnType<typeof settingsDesk>, 'settings' | 'preferences'>,
) {
  const known = ({ connections, directory }: Settings) => ({ environment, connections, directory })

  async function credentials(): Promise<CredentialStore> {
    const { credentialStore } = await import('../credentials/credential-store.ts')
    return credentialStore(configFolder)
  }

  return {
    credentials,

    /** The directories that `-d` names; without it, those of the environment or the settings. Throws `AppError`. */
    async targets(given: string | undefined): Promise<Target[]> {
      const [{ defaultAddress }, { addressesIn }] = await Promise.all([
        import('../plugins/find-directory.ts'),
        import('../plugins/addresses.ts'),
      ])
      const theirs = await settings()
      const contributions = await contributed()
      const text = given || defaultAddress(contributions, known(theirs))
      return await Promise.all(
        addressesIn(text, contributions, theirs).map(async (address) => ({
          address,
          preferences: await preferences(address),
        })),
      )
    },

    /** One of them, with its secrets: the environment's before those that are kept. */
    async find(address: string): Promise<FoundDirectory> {
      const { findDirectory } = await import('../plugins/find-directory.ts')
      const found = findDirectory(address, await contributed(), known(await settings()))
      if (found.connection === undefined) return found
      const kept = await (await credentials()).read(found.connection)
      // Beside them lies what only the tool itself may know, such as a session.
      const { secrets: names = [] } = found.contribution
      const own = Object.fromEntries(Object.entries(kept).filter(([name]) => names.includes(name)))
      return { ...found, secrets: { ...own, ...found.secrets } }
    },
  }
}
