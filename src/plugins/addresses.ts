import picomatch from 'picomatch'
import { AppError } from '../errors.ts'
import type { Contributions } from './contributions.ts'
import type { KnownConnections } from './find-directory.ts'

/**
 * The directories that one value of `-d` names: `a,b,folder:PATH`, and `TYPE:GLOB` for the connections of a type, such as
 * `ringcentral:*`. A comma parts two of them only where what follows is known, as it may stand in a path. Throws `AppError`
 * `wrong-use`.
 */
export function addressesIn(
  text: string,
  { directories }: Contributions,
  { connections }: Pick<KnownConnections, 'connections'>,
): string[] {
  const begins = (piece: string): boolean => {
    const word = piece.trim()
    const [head = '', ...rest] = word.split(':')
    if (rest.length === 0)
      return Object.hasOwn(connections, word) || directories.some(({ id }) => id === word)
    return directories.some(({ id, scheme }) => scheme === head || id === head)
  }
  const pieces: string[] = []
  for (const piece of text.split(',')) {
    const path = pieces.at(-1)?.includes(':') ?? false
    if (pieces.length > 0 && path && !begins(piece)) pieces.push(`${pieces.pop() ?? ''},${piece}`)
    else pieces.push(piece)
  }
  const all = pieces.flatMap((piece) => withoutGlob(piece.trim(), directories, connections))
  return [...new Set(all)]
}

function withoutGlob(
  address: string,
  directories: Contributions['directories'],
  connections: KnownConnections['connections'],
): string[] {
  const [type = '', ...rest] = address.split(':')
  if (rest.length === 0 || Object.hasOwn(connections, address)) return [address]
  const isMeant = picomatch(rest.join(':'))
  const meant = Object.entries(connections)
    .filter(([name, connection]) => connection.type === type && isMeant(name))
    .map(([name]) => name)
  // `folder:PATH` is a directory by itself, and only `folder:*` may be meant for connections.
  const isAddress = directories.some(({ scheme }) => scheme === type)
  if (isAddress && !(address.includes('*') && meant.length > 0)) return [address]
  if (meant.length > 0) return meant
  throw new AppError('wrong-use', `No connection is meant by "${address}"`, {
    hint: '`avatarctl connections list` shows those that there are, with their types.',
  })
}
