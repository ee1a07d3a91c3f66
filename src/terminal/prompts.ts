import { dim } from 'ansis'
import { AppError } from '../errors.ts'
import { isPlain, plainChoice, plainText, plainYesNo } from './plain-prompts.ts'
import { safeText } from './safe-text.ts'
import { sentenceFor } from './sentence.ts'

// Questions with a cursor, for somebody at a terminal that can move one; everything that is needed for them is loaded with
// the first one.

/** How somebody is asked. */
interface Asking {
  signal: AbortSignal
  /** What was done before, for whoever stops here. */
  done?: string | undefined
}

/** A line before a question: what it is for. */
export function showReason(line: string): void {
  process.stderr.write(`${dim(sentenceFor(process.stderr, line))}\n`)
}

/** Text on one line, asked for until it is right. Enter alone stands for `assumed`. */
export async function askText(
  message: string,
  how: Asking & {
    assumed?: string | undefined
    faultOf(answer: string): Promise<string | undefined> | string | undefined
  },
): Promise<string> {
  if (isPlain()) return await plainText(message, how, plainly(how))
  const { default: input } = await import('@inquirer/input')
  const { assumed, faultOf } = how
  const answer = await answered(how, (context) =>
    input(
      {
        message: safeText(message),
        ...(assumed === undefined ? {} : { default: assumed }),
        validate: async (answer) => (await faultOf(answer.trim() || (assumed ?? ''))) ?? true,
      },
      context,
    ),
  )
  return answer.trim()
}

/** One of several. */
export async function askChoice(
  message: string,
  how: Asking & {
    choices: readonly { value: string; name: string; description?: string | undefined }[]
    assumed?: string | undefined
  },
): Promise<string> {
  if (isPlain()) return await plainChoice(message, how.choices, how.assumed, plainly(how))
  const { default: select } = await import('@inquirer/select')
  const choices = how.choices.map(({ value, name, description }) => ({
    value,
    name: safeText(name),
    ...(description === undefined ? {} : { description: safeText(description) }),
  }))
  return await answered(how, (context) =>
    select({ message: safeText(message), choices, loop: false, ...defaultOf(how.assumed) }, context),
  )
}

/** Yes or no. */
export async function askYesNo(message: string, how: Asking & { assumed: boolean }): Promise<boolean> {
  if (isPlain()) return await plainYesNo(message, how.assumed, plainly(how))
  const { default: confirm } = await import('@inquirer/confirm')
  return await answered(how, (context) =>
    confirm({ message: safeText(message), default: how.assumed }, context),
  )
}

const nothing = 'Nothing was done.'

const plainly = ({ signal, done = nothing }: Asking) => ({ signal, done })

const defaultOf = (assumed: string | undefined) => (assumed === undefined ? {} : { default: assumed })

/** Throws `AppError` `interrupted` for Ctrl-C, Ctrl-D, Escape and the signal. */
async function answered<T>(
  { signal, done = nothing }: Asking,
  ask: (context: { output: NodeJS.WritableStream; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  // With Ctrl-D the line ends without an answer, and the prompt would wait for one for ever.
  const onPause = () => setImmediate(() => over.abort())
  const onKey = (_: unknown, key: { name?: string } | undefined) => {
    if (key?.name === 'escape') over.abort()
  }
  process.stdin.once('pause', onPause)
  process.stdin.on('keypress', onKey)
  try {
    return await ask({ output: process.stderr, signal: AbortSignal.any([signal, over.signal]) })
  } catch (error) {
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new AppError('interrupted', 'Stopped', { hint: done, cause: error })
    throw error
  } finally {
    process.stdin.off('pause', onPause)
    process.stdin.off('keypress', onKey)
  }
}
