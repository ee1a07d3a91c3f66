import { AppError } from '../errors.ts'
import { nearName } from '../near-name.ts'
import type { Contributions } from './contributions.ts'
import type { KnownConnections } from './find-directory.ts'

const howToMake =
  'Make one with `avatarctl connections add`, or write it under `connections` in the settings: its type, and its options.'

/**
 * The connection that somebody signs in to: the one that is named, else the settings' own, else the only one that there is.
 * Throws `AppError` `wrong-use`.
 */
export function signInConnection(
  given: string | undefined,
  { directories }: Contributions,
  { connections, directory }: Pick<KnownConnections, 'connections'> & { directory?: string | undefined },
): string {
  const names = Object.keys(connections)
  if (given !== undefined) {
    if (Object.hasOwn(connections, given)) return given
    const near = nearName(given, names)
    // What is no name may be a secret in the place of one.
    const named = /^[\w.-]{1,40}$/.test(given) ? `"${given}"` : 'of that name'
    throw new AppError('wrong-use', `There is no connection ${named}`, {
      hint: `${near === undefined ? '' : `Did you mean ${near}? `}${names.length > 0 ? `There is ${names.join(', ')}. ` : ''}${howToMake}`,
    })
  }
  const possible = names.filter((name) => {
    const found = directories.find(({ id }) => id === connections[name]?.type)
    return found && (found.signIn !== undefined || (found.secrets ?? []).length > 0)
  })
  if (directory !== undefined && possible.includes(directory)) return directory
  const [only, other] = possible
  if (only === undefined)
    throw new AppError('wrong-use', 'There is no connection to sign in to', { hint: howToMake })
  if (other === undefined) return only
  throw new AppError('wrong-use', 'It takes a name to know which connection is meant', {
    hint: `There is ${possible.join(', ')}.`,
  })
}
