/** No connection can be called so: their names have no underscore. */
const prefix = 'generator_'

/** The name under which the secrets of a generator are kept, beside those of connections. */
export const generatorAccount = (id: string) => `${prefix}${id}`

/** The generator whose secrets are kept under a name; undefined where that is a connection's. */
export function generatorOf(account: string): string | undefined {
  return account.startsWith(prefix) ? account.slice(prefix.length) : undefined
}

/** Whose secrets are kept under a name, and how somebody signs in there, in words. */
export function spoken(account: string): { whose: string; login: string } {
  const id = generatorOf(account)
  return id === undefined
    ? { whose: account, login: `avatarctl login ${account}` }
    : { whose: id, login: `avatarctl login -g ${id}` }
}
