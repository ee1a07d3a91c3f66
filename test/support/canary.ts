import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type ObservedExchange, type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { credentialStore } from '../../src/credentials/credential-store.ts'
import { Secret } from '../../src/secret.ts'
import { putConnection } from '../../src/settings/edit-connections.ts'
import { editSettings } from '../../src/settings/edit-settings.ts'
import { avatarctl } from './command-line.ts'

/** Every credential that is given to a command or goes over the wire, and whatever the command says and writes. */
export interface Canary {
  sandbox: Sandbox
  /** Everything that must never be seen. */
  secrets: Set<string>
  run(args: readonly string[], env?: Record<string, string>): Promise<number | null>
  /** What a command has said is looked through, too. */
  hear(text: string): void
  /** Where a secret is: `output`, or a file below the home folder, by its content or its name. */
  whereSecretsAre(): Promise<string[]>
  /** From now on the account is the connection `cloud`, whose secrets are kept, and nothing of it is in the environment. */
  keep(): Promise<void>
  /**
   * Looks for every secret in all output so far, and in every file and file name below the home folder. Only where they are
   * kept they may be, and are.
   */
  expectSilence(): Promise<void>
}

/** Starts a practice service whose credentials are the canaries; the caller closes the sandbox. */
export async function plantSecrets(home: string, options: SandboxOptions = {}): Promise<Canary> {
  const secrets = new Set<string>()
  let said = ''
  let isKept = false
  const kept = path.join(home, 'config/secrets')

  /** What went over the wire as a secret, in either direction. */
  function observe({ request, answer }: ObservedExchange): void {
    const [, credentials] = (request.headers['authorization'] ?? '').split(' ')
    if (credentials) secrets.add(credentials)
    for (const [, token = ''] of answer.body.toString().matchAll(/"(?:access|refresh)_token":"([^"]+)"/g))
      secrets.add(token)
    const sentBack = answer.headers['location']
    const code = sentBack === undefined ? null : new URL(sentBack).searchParams.get('code')
    if (code !== null) secrets.add(code)
  }

  const limits = { light: 500, medium: 400, heavy: 100, auth: 50, windowMs: 600 }
  const sandbox = await startSandbox({ people: 10, limits, observe, ...options })
  const { RC_APP_CLIENT_SECRET: secret = '', RC_USER_JWT: jwt = '' } = sandbox.environment
  for (const one of [secret, jwt, ...jwt.split('.')]) secrets.add(one)

  const canary: Canary = {
    sandbox,
    secrets,

    async run(args, env = {}) {
      const { code, stdout, stderr } = await avatarctl(args, {
        home,
        env: { ...(isKept ? { AVATARCTL_DIRECTORY: 'cloud' } : sandbox.environment), ...env },
      })
      said += stdout + stderr
      return code
    },

    hear: (text) => void (said += text),

    async keep() {
      const { RC_SERVER_URL: server, RC_MEDIA_URL: media, RC_APP_CLIENT_ID: clientId } = sandbox.environment
      const configFolder = path.join(home, 'config')
      await editSettings(configFolder, (document) =>
        putConnection(document, { name: 'cloud', type: 'ringcentral', options: { server, media, clientId } }),
      )
      const none = () => Promise.reject(new Error('files were chosen'))
      const keyring = { read: () => Promise.resolve({}), write: none, remove: none }
      const store = credentialStore({ configFolder, prefer: 'file', keyring, warn: () => undefined })
      await store.write('cloud', { clientSecret: new Secret(secret), jwt: new Secret(jwt) })
      isKept = true
    },

    async whereSecretsAre() {
      const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((one) =>
        one.isFile(),
      )
      const written = await Promise.all(
        files.map(async (file) => {
          const whole = path.join(file.parentPath, file.name)
          return {
            where: path.relative(home, whole),
            text: whole + (await readFile(whole)).toString('latin1'),
          }
        }),
      )
      const forms = [...secrets].flatMap((one) => [
        one,
        encodeURIComponent(one),
        Buffer.from(one).toString('base64'),
      ])
      return [{ where: 'output', text: said }, ...written]
        .filter(({ text }) => forms.some((form) => text.includes(form)))
        .map(({ where }) => where)
    },

    async expectSilence() {
      expect(secrets.size).to.be.greaterThan(4)
      const where = await canary.whereSecretsAre()
      const isStore = (file: string) => path.dirname(path.join(home, file)) === kept
      expect(where.filter((file) => !isStore(file))).to.deep.equal([])
      expect(where.some(isStore)).to.equal(isKept)
    },
  }
  return canary
}
