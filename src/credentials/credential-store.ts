import path from 'node:path'
import type { CredentialStore } from '../ports.ts'
import { Secret } from '../secret.ts'
import { secretFile } from './secret-file.ts'

/** Keeps the secrets of connections in a file below the configuration folder. */
export function credentialStore(configFolder: string): CredentialStore {
  const file = secretFile(path.join(configFolder, 'secrets'))

  return {
    async read(connection) {
      const own = (await file.read())[connection] ?? {}
      return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, new Secret(value)]))
    },

    async write(connection, secrets) {
      const all = await file.read()
      const given = Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()] as const)
      await file.write({ ...all, [connection]: { ...all[connection], ...Object.fromEntries(given) } })
      return `the file ${file.path}`
    },

    async remove(connection) {
      const { [connection]: own, ...rest } = await file.read()
      if (own !== undefined) await file.write(rest)
    },
  }
}
