import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import path from 'node:path'

/** How the secrets of one connection are called in the keyring. */
export interface Accounts {
  /** What each of them begins with. */
  prefix: string
  of(secret: string): string
}

/** The accounts of a connection. Those of another configuration folder are others, though connections are called the same. */
export async function accountsOf(configFolder: string, connection: string): Promise<Accounts> {
  const folder = await realFolder(path.resolve(configFolder))
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  const prefix = `${hash}/${connection}/`
  return { prefix, of: (secret) => `${prefix}${secret}` }
}

/** Where a folder really lies, or will, once it is made. */
async function realFolder(folder: string): Promise<string> {
  const parent = path.dirname(folder)
  try {
    return await realpath(folder)
  } catch {
    return parent === folder ? folder : path.join(await realFolder(parent), path.basename(folder))
  }
}
