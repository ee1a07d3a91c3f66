import type { GeneratorPerson } from '@avatarctl/sdk'
import { type Key, valueOf } from './keys.ts'

/** One user of the directory, without any photo. */
export interface User {
  dn: string
  /** When anything of it was changed last, as the server writes it. */
  changed: string | undefined
  /** Undefined: it was not looked at. */
  hasPhoto: boolean | undefined
}

/** All users with this value. */
export type Lookup = (key: Key, value: string) => Promise<readonly User[]>

/** The user that a person is, by the first key that finds somebody. Throws where it finds several: none of them is guessed. */
export async function findUser(
  person: GeneratorPerson,
  keys: readonly Key[],
  lookup: Lookup,
): Promise<User | undefined> {
  for (const key of keys) {
    const value = valueOf(key, person)
    if (value === undefined) continue
    const [one, ...others] = await lookup(key, value)
    if (others.length > 0 && one) throw new Error(severalWords(key, value, [one, ...others]))
    if (one) return one
  }
  return undefined
}

function severalWords(key: Key, value: string, users: readonly User[]): string {
  const [first, second] = users.map(({ dn }) => dn)
  const more = users.length > 2 ? ` and ${users.length - 2} more` : ''
  return `${users.length} users have ${value} as their ${key}, and it is not guessed who is meant: ${first}; ${second}${more}`
}
