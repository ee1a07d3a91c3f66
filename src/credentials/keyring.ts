import { spawn } from 'node:child_process'
import { AppError, messageOf } from '../errors.ts'
import type { KeyringAnswer, KeyringQuestion } from './messages.ts'

/**
 * The keyring of the system. Every method rejects where it cannot be used, with the reason as its message, and with
 * `AppError` `interrupted` where somebody does not want to wait for it.
 */
export interface Keyring {
  /** Those that are there. */
  read(accounts: readonly string[]): Promise<Record<string, string>>
  /** Puts them there; answers with those that it did not take, and why. */
  write(secrets: Readonly<Record<string, string>>): Promise<Record<string, string>>
  /** Takes these away, and every other one that begins with `prefix`. */
  remove(accounts: readonly string[], prefix?: string): Promise<void>
}

export interface KeyringOptions {
  /** The program that asks it. */
  entry: string
  /** How long it may take, in milliseconds: somebody may have to unlock it. */
  patienceMs: number
  /** Called once when it takes long. */
  onWait?: () => void
  /** How the system is found, by default as this process does. */
  env?: NodeJS.ProcessEnv
  /** So many bytes go into one entry; by default what the system takes. */
  mostBytes?: number
}

/** How long an answer takes that waits for nobody, in milliseconds. */
const quickMs = 1_500

/** What Windows takes. */
const mostOnWindows = 2_560

/**
 * The keyring, asked in a process of its own, which can be ended when nobody unlocks it. Once it has failed as a whole, it
 * is not asked again.
 */
export function systemKeyring({
  entry,
  patienceMs,
  onWait,
  env = process.env,
  mostBytes = process.platform === 'win32' ? mostOnWindows : Infinity,
}: KeyringOptions): Keyring {
  let broken: Error | undefined
  let last: Promise<unknown> = Promise.resolve()

  /** One question at a time: somebody may be asked to unlock it. */
  function ask(question: KeyringQuestion): Promise<KeyringAnswer> {
    const answer = last.then(async () => {
      if (broken) throw broken
      try {
        return await answerOf(question)
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error))
        throw broken
      }
    })
    last = answer.catch(() => undefined)
    return answer
  }

  function answerOf(question: KeyringQuestion): Promise<KeyringAnswer> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [entry], { env, stdio: 'pipe', windowsHide: true })
      const [said, complained]: [Buffer[], Buffer[]] = [[], []]
      const slow = setTimeout(() => onWait?.(), quickMs)
      const enough = setTimeout(() => {
        child.kill('SIGKILL')
        reject(new Error(`it gives no answer within ${patienceMs / 1_000} seconds; it may be locked`))
      }, patienceMs)
      child.stdout.on('data', (bytes: Buffer) => said.push(bytes))
      child.stderr.on('data', (bytes: Buffer) => complained.push(bytes))
      child.on('error', (error) => reject(new Error(`it cannot be asked: ${messageOf(error)}`)))
      child.on('close', (code, signal) => {
        clearTimeout(slow)
        clearTimeout(enough)
        if (signal === 'SIGINT') reject(stopped())
        else if (code === 0) resolve(JSON.parse(Buffer.concat(said).toString('utf8')) as KeyringAnswer)
        else
          reject(new Error(`it cannot be asked: ${complaintIn(Buffer.concat(complained).toString('utf8'))}`))
      })
      child.stdin.on('error', () => undefined)
      child.stdin.end(JSON.stringify(question))
    })
  }

  /** What prevents one entry prevents the others. */
  async function askForAll(question: KeyringQuestion): Promise<KeyringAnswer> {
    const answer = await ask(question)
    const [failure] = Object.values(answer.failures)
    if (failure === undefined) return answer
    throw (broken = new Error(inWords(failure)))
  }

  return {
    async read(accounts) {
      if (accounts.length === 0) return {}
      const { secrets } = await askForAll({ ask: 'read', accounts })
      return Object.fromEntries(
        Object.entries(secrets).filter((one): one is [string, string] => one[1] !== null),
      )
    },

    async write(secrets) {
      const all = Object.entries(secrets)
      const isTooLarge = ([, secret]: [string, string]) => Buffer.byteLength(secret) > mostBytes
      const refused = all
        .filter(isTooLarge)
        .map(([account]) => [account, `it takes ${mostBytes} bytes and no more`] as const)
      const rest = all.filter((one) => !isTooLarge(one))
      const failures =
        rest.length === 0 ? {} : (await ask({ ask: 'write', secrets: Object.fromEntries(rest) })).failures
      const [failure] = Object.values(failures)
      if (failure !== undefined && Object.keys(failures).length === rest.length)
        throw (broken = new Error(inWords(failure)))
      return { ...failures, ...Object.fromEntries(refused) }
    },

    async remove(accounts, prefix) {
      await askForAll({ ask: 'remove', accounts, ...(prefix === undefined ? {} : { prefix }) })
    },
  }
}

/** What Linux says where there is no keyring, in the words of people. */
function inWords(failure: string): string {
  if (/autolaunch|DBUS_SESSION_BUS_ADDRESS/.test(failure)) return 'this session has none (there is no D-Bus)'
  if (/no result found/.test(failure)) return 'it has never been set up'
  if (/dismissed/.test(failure)) return 'it was not unlocked'
  return failure.replace(/^(Platform failure|Couldn't access platform storage): /, '')
}

/** Whoever sits at the terminal has pressed Ctrl-C, which reaches that process as well. */
function stopped(): AppError {
  return new AppError('interrupted', 'Stopped while the keyring was asked', {
    hint: 'No secret was changed; run the same again.',
  })
}

/** The line of a stack that says what happened. */
function complaintIn(text: string): string {
  return /^\w*Error: (.*)$/m.exec(text)?.[1] ?? 'it ended without an answer'
}
