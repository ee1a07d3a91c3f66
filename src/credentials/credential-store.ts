import path from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import type { CredentialStore } from '../ports.ts'
import type { SecretPlace } from '../records.ts'
import { Secret } from '../secret.ts'
import { accountsOf } from './accounts.ts'
import { spoken } from './generator-account.ts'
import type { Keyring } from './keyring.ts'
import { type Kept, secretFolder } from './secret-folder.ts'

export interface CredentialStoreParts {
  configFolder: string
  /** Where new secrets go. */
  prefer: SecretPlace
  keyring: Keyring
  /** One sentence for the user. */
  warn(sentence: string): void
}

/**
 * Keeps the secrets of connections in the system's keyring, and in files where it does not take them. Files say of each
 * secret where it lies, so that no keyring has to be unlocked in which there is nothing to be found.
 */
export function credentialStore({
  configFolder,
  prefer,
  keyring,
  warn,
}: CredentialStoreParts): CredentialStore {
  const files = secretFolder(path.join(configFolder, 'secrets'))
  let tell: typeof warn | undefined = warn

  const ownOf = async (connection: string) => (await files.read())[connection] ?? {}

  /** Puts secrets into the keyring; answers with those that it does not take, and why. */
  async function refusedByKeyring(connection: string, values: ReadonlyMap<string, string>) {
    const refused = new Map<string, string>()
    try {
      const { of } = await accountsOf(configFolder, connection)
      const failures = await keyring.write(
        Object.fromEntries([...values].map(([name, one]) => [of(name), one])),
      )
      for (const name of values.keys()) {
        const why = failures[of(name)]
        if (why !== undefined) refused.set(name, why)
      }
    } catch (error) {
      if (error instanceof AppError) throw error
      for (const name of values.keys()) refused.set(name, messageOf(error))
      tellOnce(
        `The keyring of this system cannot be used: ${messageOf(error)}. Secrets are kept in ${files.path}, which only you can look into; \`credentials: file\` in the settings chooses that without this note.`,
      )
    }
    for (const [name, why] of refused)
      tellOnce(
        `The keyring does not take ${name}: ${why}. It is kept in ${files.path}, which only you can look into.`,
      )
    return refused
  }

  function tellOnce(sentence: string): void {
    tell?.(sentence)
    tell = undefined
  }

  function unusable(
    connection: string,
    error: unknown,
    code: 'unreadable-input' | 'cannot-write-output',
    hint: string,
  ) {
    if (error instanceof AppError) return error
    const message = `The secrets of ${spoken(connection).whose} lie in the keyring, which cannot be used: ${messageOf(error)}`
    return new AppError(code, message, { hint, cause: error })
  }

  return {
    async read(connection) {
      const own = await ownOf(connection)
      const { of } = await accountsOf(configFolder, connection)
      const found = await keyring.read(inKeyring(own).map(of)).catch((error: unknown) => {
        throw unusable(
          connection,
          error,
          'unreadable-input',
          `Unlock it; where there is none, sign in anew with \`${spoken(connection).login}\`, or name the secrets in the environment.`,
        )
      })
      const secrets: Record<string, Secret> = {}
      for (const [name, one] of Object.entries(own)) {
        const value = 'secret' in one ? one.secret : found[of(name)]
        if (value !== undefined) secrets[name] = new Secret(value)
      }
      return secrets
    },

    async write(connection, secrets) {
      const own = await ownOf(connection)
      const values = new Map(Object.entries(secrets).map(([name, one]) => [name, one.reveal()]))
      const names = [...values.keys()]
      // What is renewed stays where it lies: at night, when that is done, nobody unlocks a keyring.
      const isRenewal = names.every((name) => own[name] && 'secret' in own[name])
      const refused =
        prefer === 'file' || isRenewal ? new Set(names) : await refusedByKeyring(connection, values)
      const kept = names.map((name): [string, Kept] => [
        name,
        refused.has(name) ? { secret: values.get(name) ?? '' } : { in: 'keyring' },
      ])
      await files.write(connection, Object.fromEntries(kept))
      // Where it cannot be taken away there, it is not looked at again.
      const old = inKeyring(own).filter((name) => refused.has(name))
      const { of } = await accountsOf(configFolder, connection)
      if (old.length > 0) await keyring.remove(old.map(of)).catch(() => undefined)
      const inFiles = names.filter((name) => refused.has(name)).length
      return [
        ...(inFiles < names.length ? ["the system's keyring"] : []),
        ...(inFiles > 0 ? [`the folder ${files.path}`] : []),
      ].join(' and ')
    },

    async remove(connection) {
      const own = await ownOf(connection)
      const known = inKeyring(own)
      const { of, prefix } = await accountsOf(configFolder, connection)
      if (prefer === 'keyring' || known.length > 0)
        await keyring.remove(Object.keys(own).map(of), prefix).catch((error: unknown) => {
          // In one that was never used there is nothing to take away.
          if (known.length === 0) return
          throw unusable(
            connection,
            error,
            'cannot-write-output',
            'They are still there. Unlock it and run the same again.',
          )
        })
      await files.remove(connection)
    },

    async places() {
      const places: Record<string, Record<string, SecretPlace>> = {}
      for (const [connection, own] of Object.entries(await files.read())) {
        const ofOne = Object.entries(own).map(([name, one]) => [name, 'in' in one ? one.in : 'file'] as const)
        places[connection] = Object.fromEntries(ofOne)
      }
      return { folder: files.path, places }
    },
  }
}

function inKeyring(own: Readonly<Record<string, Kept>>): string[] {
  return Object.entries(own).flatMap(([name, one]) => ('in' in one ? [name] : []))
}
