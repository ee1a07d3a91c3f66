import { AppError } from '../errors.ts'
import { nearName } from '../near-name.ts'
import type { ConnectionType } from '../records.ts'

/** As the schema of the settings has it. */
const right = /^[a-z][a-z0-9-]{0,63}$/

/** What is wrong with the name of a new connection; undefined where nothing is. */
export function faultOfName(
  name: string,
  { type, types }: { type: ConnectionType; types: readonly ConnectionType[] },
): string | undefined {
  if (!right.test(name)) {
    const near = nearRight(name)
    const meant = near === undefined ? '' : ` Did you mean ${near}?`
    return `A name has lower-case letters, digits and hyphens, begins with a letter, and is at most 64 long.${meant}`
  }
  const other = types.find(({ id }) => id === name && id !== type.id)
  return other && `${name} is another kind of directory, ${other.title}.`
}

/** A name that nobody has yet. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** What was written, as far as a name can have it. */
function nearRight(name: string): string | undefined {
  const near = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 64)
  return right.test(near) ? near : undefined
}

/** The thing that is meant by a name. Throws `AppError` `wrong-use` with what there is. */
export function named<T>(name: string, all: ReadonlyMap<string, T>, what: string): T {
  const found = all.get(name)
  if (found !== undefined) return found
  const near = nearName(name, [...all.keys()])
  throw new AppError('wrong-use', `There is no ${what} "${name}"`, {
    hint: `${near === undefined ? '' : `Did you mean ${near}? `}Known here: ${[...all.keys()].join(', ') || 'none'}.`,
  })
}
