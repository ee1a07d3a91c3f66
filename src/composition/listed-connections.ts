import { AppError } from '../errors.ts'
import type { Contributions } from '../plugins/contributions.ts'
import { described, findDirectory, type KnownConnections } from '../plugins/find-directory.ts'
import { sessionSecret } from '../operations/session-record.ts'
import type { ListedConnection, SecretPlace } from '../records.ts'

/**
 * The connections of the settings, and those that the environment describes by itself. `places` says where the secrets of
 * the former are kept; `used` are the addresses that stand in where none is named.
 */
export function listedConnections(
  contributions: Contributions,
  known: KnownConnections,
  { places, used }: { places: Record<string, Record<string, SecretPlace>>; used: ReadonlySet<string> },
): ListedConnection[] {
  const own = Object.entries(known.connections).map(([name, { type, options }]) => {
    return listed(name, { type, from: 'settings', options, kept: places[name] ?? {} })
  })
  const foreign = described(contributions, known.environment)
    .filter(({ id }) => !Object.hasOwn(known.connections, id))
    .map(({ id }) => listed(id, { type: id, from: 'environment', options: {}, kept: {} }))
  return [...own, ...foreign]

  function listed(
    name: string,
    about: Pick<ListedConnection, 'type' | 'from' | 'options'> & { kept: Record<string, SecretPlace> },
  ): ListedConnection {
    const { kept: all, ...rest } = about
    const { [sessionSecret]: session = null, ...kept } = all
    const kind = contributions.directories.find(({ id }) => id === about.type)
    const shared = { name, ...rest, title: kind?.title ?? null, isDefault: used.has(name), session }
    try {
      const { values, secrets: given } = findDirectory(name, contributions, known)
      const secrets: ListedConnection['secrets'] = {}
      for (const one of new Set([...(kind?.secrets ?? []), ...Object.keys(kept)]))
        secrets[one] = Object.hasOwn(given, one) ? 'environment' : (kept[one] ?? null)
      return { ...shared, options: values, secrets, problem: null }
    } catch (error) {
      if (error instanceof AppError) return { ...shared, secrets: kept, problem: error.message }
      throw error
    }
  }
}
