import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox } from '@avatarctl/sandbox'
import { type Begun, begin } from './command-line.ts'
import { until } from './until.ts'

/** Writes settings with a connection `acme` to a sandbox, whose app has this id. */
export async function connectAcme(
  home: string,
  { serverUrl, mediaUrl, credentials }: Sandbox,
  { type = 'ringcentral' } = {},
): Promise<void> {
  await mkdir(path.join(home, 'config'), { recursive: true })
  await writeFile(
    path.join(home, 'config/settings.yaml'),
    `version: 2
connections:
  acme:
    type: ${type}
    options:
      server: ${serverUrl}
      media: ${mediaUrl}
      clientId: ${credentials.clientId}
`,
  )
}

/** A sign-in that waits for a browser. */
export interface WaitingLogin extends Begun {
  /** Where the browser has to go. */
  address: string
  /** Where it comes back to. */
  redirectUri: URL
}

/** Begins `login` without opening a browser, on any port, and waits for its address. */
export async function beginLogin(
  home: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<WaitingLogin> {
  const command = begin(['login', 'acme', '--no-browser', '--port', '0', ...args], { home, env })
  const find = () => /^http\S+$/m.exec(command.said())?.[0]
  let isOver = false
  void command.ended.then(() => (isOver = true))
  await until(() => isOver || (find() !== undefined && command.said().includes('Waiting')))
  const address = find()
  if (address === undefined) throw new Error(`there is no address in what login said: ${command.said()}`)
  return {
    ...command,
    address,
    redirectUri: new URL(new URL(address).searchParams.get('redirect_uri') ?? ''),
  }
}

/** What a browser does that says yes: comes back with the service's answer. Gives the page that it is shown. */
export async function sayYes({ address }: Pick<WaitingLogin, 'address'>, user: number): Promise<string> {
  const sent = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ user: String(user), decision: 'allow' }),
  })
  return await (await fetch(sent.headers.get('location') ?? '')).text()
}
