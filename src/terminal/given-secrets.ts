import { AppError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { askAll, canAsk } from './ask.ts'
import { askSecrets } from './ask-secret.ts'
import { readText, secretsIn } from './secrets-input.ts'

/** A connection, and what it takes to sign in to it. */
export interface SignInChoices {
  connection: string
  title: string
  secrets: readonly {
    name: string
    variables: readonly string[]
    known: 'environment' | 'kept' | undefined
  }[]
  browser: { clientSecret: string | undefined } | undefined
  otherVariables: readonly string[]
}

/** How the user wants to do it. */
interface Wish {
  /** Whether through the browser; undefined: not said. */
  browser?: boolean
  /** The name of a secret that comes bare on standard input. */
  secret?: string | undefined
}

/** Whether somebody signs in through the browser; asked where that can be done either way. Throws `AppError`. */
export async function isThroughBrowser(
  { browser, connection, secrets, title }: SignInChoices,
  wish: Wish,
  signal: AbortSignal,
): Promise<boolean> {
  const names = secrets.map(({ name }) => name)
  if (wish.browser !== undefined) {
    if (browser) return true
    throw new AppError('wrong-use', `${title} has no sign-in through the browser`, {
      hint: `It takes ${names.join(' and ')}.`,
    })
  }
  if (!browser || wish.secret !== undefined || !canAsk()) return false
  if (names.every((name) => name === browser.clientSecret)) return true
  const ways = ['browser', 'secrets']
  const text = `Sign in to ${connection} in the browser, or with secrets (${names.join(', ')})?`
  const faultOf = (answer: string) => (ways.includes(answer) ? undefined : 'Type browser, or secrets.')
  return (await askAll({ way: { text, assumed: 'browser', faultOf } }, signal)).way === 'browser'
}

/** The secrets that somebody types, or that come on standard input. Throws `AppError`. */
export async function givenSecrets(
  choices: SignInChoices,
  { isBrowser, secret }: { isBrowser: boolean; secret: string | undefined },
  how: { note(sentence: string): void; signal: AbortSignal },
): Promise<Record<string, Secret>> {
  const { browser, secrets } = choices
  if (secret === undefined && canAsk()) {
    const due = secrets.filter(({ name, known }) =>
      isBrowser ? name === browser?.clientSecret && known === undefined : known !== 'environment',
    )
    const questions = due.map(({ name, variables: [variable = ''], known }) => {
      const more = known
        ? '; Enter keeps the one there is'
        : isBrowser
          ? '; Enter where the app has none'
          : ''
      return { name, text: `${name} (${variable}), not shown${more}` }
    })
    return mustBeSome(await askSecrets(questions, how), choices, isBrowser)
  }
  // Who goes to the browser need not pipe anything in.
  if (isBrowser && secret === undefined) return {}
  if (process.stdin.isTTY)
    throw new AppError('wrong-use', 'There is no terminal to ask in, and nothing on standard input', {
      hint: 'Pipe the secret in.',
    })
  return secretsIn(await readText(process.stdin), { ...choices, bare: secret }, how.note)
}

function mustBeSome(
  given: Record<string, Secret>,
  { secrets }: SignInChoices,
  isBrowser: boolean,
): Record<string, Secret> {
  if (isBrowser || Object.keys(given).length > 0 || secrets.some(({ known }) => known)) return given
  throw new AppError('wrong-use', 'Nothing was given', { hint: 'Nothing was changed.' })
}
