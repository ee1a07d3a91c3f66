import type { ConnectionBook, CredentialStore } from '../ports.ts'
import type { NewConnection } from '../records.ts'
import type { Secret } from '../secret.ts'
import type { SignedOut } from './sign-out.ts'

/** Where a new connection stands. */
export interface AddedConnection {
  /** The settings file. */
  settings: string
  /** Where its secrets are kept, in words; null where it has none yet. */
  keptIn: string | null
}

/**
 * Adds a connection, or puts another one in its place. First it stands in the settings, then its secrets are kept: wherever
 * this ends, there is a connection that `login` can be asked for, or none.
 */
export async function addConnection(
  { book, store }: { book: ConnectionBook; store: CredentialStore },
  {
    connection,
    secrets,
    replaces,
  }: {
    connection: NewConnection
    secrets: Readonly<Record<string, Secret>>
    /** The type of the connection that had this name. */
    replaces: string | undefined
  },
): Promise<AddedConnection> {
  const { name, type } = connection
  // Secrets of another service are no secrets of this one.
  if (replaces !== undefined && replaces !== type) await store.remove(name)
  const settings = await book.put(connection)
  const keptIn = Object.keys(secrets).length > 0 ? await store.write(name, secrets) : null
  return { settings, keptIn }
}

/**
 * Takes a connection away. First its session is ended and its secrets go: without the connection, nobody would know whose
 * they are.
 */
export async function removeConnection(
  { book, signOut }: { book: ConnectionBook; signOut(connection: string): Promise<SignedOut> },
  name: string,
): Promise<{ settings: string; signedOut: SignedOut }> {
  const signedOut = await signOut(name)
  return { settings: await book.drop(name), signedOut }
}
