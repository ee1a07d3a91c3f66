import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { secretVariable } from '../../src/plugins/find-directory.ts'
import { avatarctl, begin, type Ended } from './command-line.ts'

/** Several RingCentral accounts, each a connection of the settings. */
export interface SeveralAccounts {
  /** The practice service of each. */
  sandbox: Record<string, Sandbox>
  environment: Record<string, string>
  run(args: readonly string[], env?: Record<string, string>): Promise<Ended>
  /** Starts a command, and stops it as Ctrl-C does as soon as something holds. */
  stopOnce(args: readonly string[], holds: () => boolean): Promise<Ended>
  close(): Promise<void>
}

/** Starts an account for each name, and writes the settings; `aliases` are further names for one of them. */
export async function severalAccounts(
  home: string,
  accounts: Record<string, SandboxOptions>,
  { aliases = {}, settings = {} }: { aliases?: Record<string, string>; settings?: object } = {},
): Promise<SeveralAccounts> {
  const sandbox: Record<string, Sandbox> = {}
  const connections: Record<string, object> = {}
  const environment: Record<string, string> = {}

  function connect(name: string, { environment: its }: Sandbox): void {
    const { RC_SERVER_URL: server, RC_MEDIA_URL: media, RC_APP_CLIENT_ID: clientId } = its
    connections[name] = { type: 'ringcentral', options: { server, media, clientId } }
    environment[secretVariable(name, 'clientSecret')] = its['RC_APP_CLIENT_SECRET'] ?? ''
    environment[secretVariable(name, 'jwt')] = its['RC_USER_JWT'] ?? ''
  }

  for (const [index, [name, options]] of Object.entries(accounts).entries()) {
    const started = await startSandbox({ people: 8, seed: index + 1, limits: 'none', ...options })
    sandbox[name] = started
    connect(name, started)
  }
  for (const [alias, name] of Object.entries(aliases)) connect(alias, sandbox[name]!)
  await mkdir(path.join(home, 'config'), { recursive: true })
  await writeFile(
    path.join(home, 'config', 'settings.json'),
    JSON.stringify({ version: 2, connections, ...settings }),
  )

  return {
    sandbox,
    environment,
    run: (args, env = {}) => avatarctl(args, { home, env: { ...environment, ...env } }),
    stopOnce: (args, holds) => stoppedOnce(args, { home, environment, holds }),
    async close() {
      for (const one of Object.values(sandbox)) await one.close()
    },
  }
}

async function stoppedOnce(
  args: readonly string[],
  { home, environment, holds }: { home: string; environment: Record<string, string>; holds(): boolean },
): Promise<Ended> {
  const begun = begin(args, { home, env: environment })
  const looking = setInterval(() => {
    if (!holds()) return
    clearInterval(looking)
    begun.kill('SIGINT')
  }, 2)
  return await begun.ended.finally(() => clearInterval(looking))
}
