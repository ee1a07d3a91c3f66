import { dim } from 'ansis'
import { AppError } from '../errors.ts'
import { safeText } from './safe-text.ts'
import { sentenceFor } from './sentence.ts'

// Questions with a cursor, for somebody at a terminal; everything that is needed for them is loaded with the first one.

/** A line before a question: what it is for. */
export function showReason(line: string): void {
  process.stderr.write(`${dim(sentenceFor(process.stderr, line))}\n`)
}

/** Text on one line, asked for until it is right. Enter alone stands for `assumed`. */
export async function askText(
  message: string,
  how: {
    assumed?: string | undefined
    faultOf(answer: string): Promise<string | undefined> | string | undefined
    signal: AbortSignal
  },
): Promise<string> {
  const { default: input } = await import('@inquirer/input')
  const { assumed, faultOf, signal } = how
  return await answered(signal, (context) =>
    input(
      {
        message: safeText(message),
        ...(assumed === undefined ? {} : { default: assumed }),
        validate: async (answer) => (await faultOf(answer.trim() || (assumed ?? ''))) ?? true,
      },
      context,
    ),
  ).then((answer) => answer.trim())
}

/** One of several. */
export async function askChoice(
  message: string,
  how: {
    choices: readonly { value: string; name: string; description?: string | undefined }[]
    assumed?: string | undefined
    signal: AbortSignal
  },
): Promise<string> {
  const { default: select } = await import('@inquirer/select')
  const choices = how.choices.map(({ value, name, description }) => ({
    value,
    name: safeText(name),
    ...(description === undefined ? {} : { description: safeText(description) }),
  }))
  return await answered(how.signal, (context) =>
    select({ message: safeText(message), choices, loop: false, ...defaultOf(how.assumed) }, context),
  )
}

/** Yes or no. */
export async function askYesNo(
  message: string,
  how: {
    assumed: boolean
    signal: AbortSignal
    /** What was done before, for whoever stops here. */
    done?: string
  },
): Promise<boolean> {
  const { default: confirm } = await import('@inquirer/confirm')
  return await answered(
    how.signal,
    (context) => confirm({ message: safeText(message), default: how.assumed }, context),
    how.done,
  )
}

const defaultOf = (assumed: string | undefined) => (assumed === undefined ? {} : { default: assumed })

/** Throws `AppError` `interrupted` for Ctrl-C, Ctrl-D and the signal. */
async function answered<T>(
  signal: AbortSignal,
  ask: (context: { output: NodeJS.WritableStream; signal: AbortSignal }) => Promise<T>,
  done = 'Nothing was done.',
): Promise<T> {
  const over = new AbortController()
  // With Ctrl-D the line ends without an answer, and the prompt would wait for one for ever.
  const onPause = () => setImmediate(() => over.abort())
  process.stdin.once('pause', onPause)
  try {
    return await ask({ output: process.stderr, signal: AbortSignal.any([signal, over.signal]) })
  } catch (error) {
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new AppError('interrupted', 'Stopped', { hint: done, cause: error })
    throw error
  } finally {
    process.stdin.off('pause', onPause)
  }
}
