import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type ObservedExchange, type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl } from './command-line.ts'

/** Every credential that is given to a command or goes over the wire, and whatever the command says and writes. */
export interface Canary {
  sandbox: Sandbox
  /** Everything that must never be seen. */
  secrets: Set<string>
  run(args: readonly string[], env?: Record<string, string>): Promise<number | null>
  /** Looks for every secret in all output so far, and in every file and file name below the home folder. */
  expectSilence(): Promise<void>
}

/** Starts a practice service whose credentials are the canaries; the caller closes the sandbox. */
export async function plantSecrets(home: string, options: SandboxOptions = {}): Promise<Canary> {
  const secrets = new Set<string>()
  let said = ''

  /** What went over the wire as a secret, in either direction. */
  function observe({ request, answer }: ObservedExchange): void {
    const [, credentials] = (request.headers['authorization'] ?? '').split(' ')
    if (credentials) secrets.add(credentials)
    const token = /"access_token":"([^"]+)"/.exec(answer.body.toString())?.[1]
    if (token !== undefined) secrets.add(token)
  }

  const limits = { light: 500, medium: 400, heavy: 100, auth: 50, windowMs: 600 }
  const sandbox = await startSandbox({ people: 10, limits, observe, ...options })
  const { RC_APP_CLIENT_SECRET: secret = '', RC_USER_JWT: jwt = '' } = sandbox.environment
  for (const one of [secret, jwt, ...jwt.split('.')]) secrets.add(one)

  return {
    sandbox,
    secrets,

    async run(args, env = {}) {
      const { code, stdout, stderr } = await avatarctl(args, {
        home,
        env: { ...sandbox.environment, ...env },
      })
      said += stdout + stderr
      return code
    },

    async expectSilence() {
      const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((one) =>
        one.isFile(),
      )
      const written = await Promise.all(
        files.map(async (file) => {
          const whole = path.join(file.parentPath, file.name)
          return { where: whole, text: whole + (await readFile(whole)).toString('latin1') }
        }),
      )
      expect(secrets.size).to.be.greaterThan(4)
      for (const { where, text } of [{ where: 'output', text: said }, ...written]) {
        for (const one of secrets) {
          for (const form of [one, encodeURIComponent(one), Buffer.from(one).toString('base64')])
            expect(text.includes(form), `a secret in ${where}`).to.equal(false)
        }
      }
    },
  }
}
