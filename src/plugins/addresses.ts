import picomatch from 'picomatch'
import { AppError } from '../errors.ts'
import type { Contributions } from './contributions.ts'
import type { KnownConnections } from './find-directory.ts'

/** What one value of `-d` names, each once, and whether more than one could have been meant. */
export interface Addresses {
  addresses: string[]
  isList: boolean
}

/**
 * The directories that a list names, whose members may each be what `-d` takes. Throws `AppError` `wrong-use`.
 */
export function addressesOfAll(
  texts: readonly string[],
  contributions: Contributions,
  known: Pick<KnownConnections, 'connections'>,
): Addresses {
  const all = texts.map((text) => addressesIn(text, contributions, known))
  return {
    addresses: [...new Set(all.flatMap(({ addresses }) => addresses))],
    isList: all.length !== 1 || all.some(({ isList }) => isList),
  }
}

/**
 * The directories that one value of `-d` names: `a,b,folder:PATH`, and `TYPE:GLOB` for the connections of a type, such as
 * `ringcentral:*`. A comma parts two of them only where what follows is known, as it may stand in a path. Throws `AppError`
 * `wrong-use`.
 */
function addressesIn(
  text: string,
  { directories }: Contributions,
  { connections }: Pick<KnownConnections, 'connections'>,
): Addresses {
  const begins = (piece: string): boolean => {
    const word = piece.trim()
    const [head = '', ...rest] = word.split(':')
    if (rest.length === 0)
      return Object.hasOwn(connections, word) || directories.some(({ id }) => id === word)
    return directories.some(({ id, scheme }) => scheme === head || id === head)
  }
  const pieces: string[] = []
  for (const piece of text.split(',')) {
    const isInPath = pieces.at(-1)?.includes(':') ?? false
    if (isInPath && !begins(piece)) pieces.push(`${pieces.pop() ?? ''},${piece}`)
    else if (piece.trim() !== '') pieces.push(piece)
  }
  const all = pieces.map((piece) => withoutGlob(piece.trim(), directories, connections))
  return {
    addresses: [...new Set(all.flatMap(({ addresses }) => addresses))],
    isList: all.length > 1 || all.some(({ isList }) => isList),
  }
}

function withoutGlob(
  address: string,
  directories: Contributions['directories'],
  connections: KnownConnections['connections'],
): Addresses {
  const itself = { addresses: [address], isList: false }
  const [type = '', ...rest] = address.split(':')
  if (rest.length === 0 || Object.hasOwn(connections, address)) return itself
  const glob = rest.join(':')
  const isMeant = glob === '' ? () => false : picomatch(glob)
  const meant = Object.entries(connections)
    .filter(([name, connection]) => connection.type === type && isMeant(name))
    .map(([name]) => name)
  // `folder:PATH` is a directory by itself, and only `folder:*` may be meant for connections.
  const isAddress = directories.some(({ scheme }) => scheme === type)
  if (isAddress && !(address.includes('*') && meant.length > 0)) return itself
  if (meant.length > 0) return { addresses: meant, isList: true }
  throw new AppError('wrong-use', `No connection is meant by "${address}"`, {
    hint: '`avatarctl connections list` shows those that there are, with their types.',
  })
}
