import path from 'node:path'
import { AppError } from '../errors.ts'
import type { CredentialStore } from '../ports.ts'
import type { SecretPlace } from '../records.ts'
import type { Settings } from '../settings/settings.ts'
import type { Surroundings } from './surroundings.ts'

/** How long somebody may take to unlock the keyring, and how long it may take where nobody is there, in milliseconds. */
const patience = { attended: 60_000, unattended: 10_000 }

/** One for each configuration folder, as a keyring that has failed once in a process is not asked again, nor told of. */
const stores = new Map<string, CredentialStore>()

/** Where the secrets of connections are kept, as the environment or the settings choose. Throws `AppError`. */
export async function keptSecrets(
  { root, configFolder, environment, isAttended, warn }: Surroundings,
  settings: () => Promise<Settings>,
): Promise<CredentialStore> {
  const known = stores.get(configFolder)
  if (known) return known
  const [{ credentialStore }, { systemKeyring }] = await Promise.all([
    import('../credentials/credential-store.ts'),
    import('../credentials/keyring.ts'),
  ])
  const keyring = systemKeyring({
    entry: path.join(root, 'dist/keyring.js'),
    patienceMs: isAttended ? patience.attended : patience.unattended,
    onWait: () => warn('Waiting for the keyring, which may have to be unlocked.'),
  })
  const prefer = placeIn(environment) ?? (await settings()).credentials ?? 'keyring'
  const store = credentialStore({ configFolder, prefer, keyring, warn })
  stores.set(configFolder, stores.get(configFolder) ?? store)
  return stores.get(configFolder) ?? store
}

function placeIn(environment: Surroundings['environment']): SecretPlace | undefined {
  const chosen = environment['AVATARCTL_CREDENTIALS']
  if (chosen === undefined || chosen === '') return undefined
  if (chosen === 'keyring' || chosen === 'file') return chosen
  throw new AppError('wrong-use', 'AVATARCTL_CREDENTIALS is neither keyring nor file', {
    hint: 'Set it to one of them; without it, secrets are kept in the keyring.',
  })
}
