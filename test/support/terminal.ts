import { spawn } from 'node:child_process'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { repository } from './command-line.ts'

/** Why there is no terminal here to be asked in; undefined where there is one. */
export const noTerminal: string | undefined =
  process.platform === 'linux' ? undefined : 'the terminal is made by the `script` of Linux'

/** Keys that are no letters. */
export const keys = { enter: '\r', ctrlC: '\x03', ctrlD: '\x04' }

/** What is typed as soon as the screen shows something. */
export interface Typed {
  after: RegExp
  keys: string
}

/**
 * Runs Node in a terminal of its own, and types; gives what was on the screen, without colours and cursor movements, and
 * what the terminal was sent, with them.
 */
export async function inTerminal(
  args: readonly string[],
  options: {
    home: string
    typed?: readonly Typed[]
    env?: Record<string, string>
    /** Told whenever there is more on the screen. */
    onScreen?: (screen: string) => void
    /** Of the terminal; it does not say so unless this is given. */
    size?: { columns: number; rows: number }
  },
): Promise<{ code: number | null; screen: string; sent: string }> {
  const { home, typed = [], env = {}, onScreen, size } = options
  const sizing = size ? `stty columns ${size.columns} rows ${size.rows}; ` : ''
  const command = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', sizing + command, '/dev/null'], {
    cwd: home,
    env: {
      ...{ PATH: process.env['PATH'], HOME: home, TERM: 'xterm', SHELL: '/bin/sh' },
      AVATARCTL_DATA_DIR: path.join(home, 'data'),
      AVATARCTL_CONFIG_DIR: path.join(home, 'config'),
      AVATARCTL_CACHE_DIR: path.join(home, 'cache'),
      // No test touches the keyring of whoever runs it.
      AVATARCTL_CREDENTIALS: 'file',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const due = [...typed]
  let screen = ''
  let sent = ''
  let seen = 0
  child.stdin.on('error', () => undefined)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    sent += text
    screen += stripVTControlCharacters(text)
    onScreen?.(screen.replaceAll('\r', ''))
    const match = due[0]?.after.exec(screen.slice(seen))
    if (!match) return
    seen += match.index + match[0].length
    child.stdin.write(due.shift()!.keys)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, screen: screen.replaceAll('\r', ''), sent }
}

/** The built tool in a terminal. */
export const avatarctlInTerminal = (args: readonly string[], options: Parameters<typeof inTerminal>[1]) =>
  inTerminal([path.join(repository, 'bin/run.js'), ...args], options)
