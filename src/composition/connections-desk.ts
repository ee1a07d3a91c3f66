import type { Contributions } from '../plugins/contributions.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'
import { AppError } from '../errors.ts'
import type { ConnectionBook, CredentialStore } from '../ports.ts'
import type { ConnectionType, ListedConnection } from '../records.ts'
import type { Preferences, Settings } from '../settings/settings.ts'
import { keptSecrets } from './kept-secrets.ts'
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
  surroundings: Surroundings,
  contributed: () => Promise<Contributions>,
  { settings, preferences, placed, edit }: Pick<SettingsDesk, 'settings' | 'preferences' | 'placed' | 'edit'>,
) {
  const { environment } = surroundings
  const known = ({ connections, directory }: Settings) => ({ environment, connections, directory })
  const credentials = (): Promise<CredentialStore> => keptSecrets(surroundings, settings)

  /** The directories that `-d` names; without it, those of the environment or the settings. Throws `AppError`. */
  async function targets(given: string | undefined): Promise<Target[]> {
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
  }

  /** The addresses that stand in where none is named. */
  async function used(): Promise<ReadonlySet<string>> {
    try {
      const all = await targets(environment['AVATARCTL_DIRECTORY'])
      return new Set(all.map(({ address }) => address))
    } catch (error) {
      if (error instanceof AppError) return new Set()
      throw error
    }
  }

  /** One of them, with its secrets: the environment's, and those that are kept where it lacks some. */
  async function find(address: string): Promise<FoundDirectory> {
    const { findDirectory } = await import('../plugins/find-directory.ts')
    let found
    try {
      found = findDirectory(address, await contributed(), known(await settings()))
    } catch (error) {
      const isConfigured = Object.hasOwn((await settings()).connections, address)
      throw isConfigured ? await placed(error, ['connections', address]) : error
    }
    const { connection, contribution, secrets } = found
    const { secrets: names = [] } = contribution
    const lackingIn = (some: object) => names.filter((name) => !Object.hasOwn(some, name))
    if (connection === undefined || lackingIn(secrets).length === 0) return found
    const kept = await (await credentials()).read(connection)
    // Beside them lies what only the tool itself may know, such as a session.
    const own = Object.fromEntries(Object.entries(kept).filter(([name]) => names.includes(name)))
    const all = { ...own, ...secrets }
    return { ...found, secrets: all, lacking: lackingIn(all) }
  }

  return {
    credentials,
    targets,

    find,

    /** Every kind of directory that there can be a connection to. */
    async connectionTypes(): Promise<ConnectionType[]> {
      const { connectionType } = await import('./connection-types.ts')
      const { directories } = await contributed()
      return directories.map(connectionType).sort((one, other) => (one.id < other.id ? -1 : 1))
    },

    /** Every connection. Asks no keyring and no directory. */
    async listedConnections(): Promise<ListedConnection[]> {
      const { listedConnections } = await import('./listed-connections.ts')
      const { places } = await (await credentials()).places()
      return listedConnections(await contributed(), known(await settings()), { places, used: await used() })
    },

    /** Changes connections, and what is kept of them. */
    async keepConnections<T>(
      work: (parts: { book: ConnectionBook; store: CredentialStore }) => Promise<T>,
    ): Promise<T> {
      const { dropConnection, putConnection, useConnections } =
        await import('../settings/edit-connections.ts')
      const book: ConnectionBook = {
        put: (connection) => edit('connections', (document) => putConnection(document, connection)),
        drop: (name) => edit('connections', (document) => dropConnection(document, name)),
        use: (addresses) => edit('connections', (document) => useConnections(document, addresses)),
      }
      return await work({ book, store: await credentials() })
    },
  }
}
