import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = path.resolve(fileURLToPath(import.meta.url), '../../..')

/** How a command line ended. */
export interface Ended {
  code: number | null
  /** What killed it. */
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** Standard output as the one JSON document that it has to be. */
  json<T = Record<string, unknown>>(): T
}

/** How the built tool is run. */
export interface CommandLine {
  home: string
  input?: string | Uint8Array
  env?: Record<string, string>
  cwd?: string
  /** What the program is started by, with its own arguments: Node, unless said otherwise. */
  startedBy?: readonly string[]
}

/** A command that is at work. */
export interface Begun {
  ended: Promise<Ended>
  /** What it has said on standard error so far. */
  said(): string
  kill(signal: NodeJS.Signals): void
}

/** What the tool is told of its surroundings: folders of its own below `home`. */
export const environmentIn = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: home,
  AVATARCTL_DATA_DIR: path.join(home, 'data'),
  AVATARCTL_CONFIG_DIR: path.join(home, 'config'),
  AVATARCTL_CACHE_DIR: path.join(home, 'cache'),
  // No test touches the keyring of whoever runs it.
  AVATARCTL_CREDENTIALS: 'file',
})

/** Runs the built tool as a script would: no terminal, folders of its own below `home`. */
export async function avatarctl(args: readonly string[], options: CommandLine): Promise<Ended> {
  return await begin(args, options).ended
}

/** The same, for whoever has something to do meanwhile. */
export function begin(args: readonly string[], options: CommandLine): Begun {
  const { home, input = '', env = {}, cwd = home, startedBy = [process.execPath] } = options
  const [program, ...before] = startedBy
  const child = spawn(program!, [...before, path.join(repository, 'bin/run.js'), ...args], {
    cwd,
    env: { ...environmentIn(home), NO_COLOR: '1', ...env },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ code, signal, ...output, json: <T>() => JSON.parse(output.stdout) as T }),
    )
  })
  return { ended, said: () => output.stderr, kill: (signal) => void child.kill(signal) }
}
