import { createInterface } from 'node:readline'
import { AppError } from '../errors.ts'
import { canAsk } from './ask.ts'

/**
 * Asks before something that cannot be taken for granted. `yes` is an answer already; without a terminal nothing is
 * asked and nothing assumed. Throws `AppError` `confirmation-needed` for every answer but yes, and `interrupted` when the
 * user wants to stop instead.
 */
export async function confirm(
  what: string,
  options: {
    yes: boolean
    signal: AbortSignal
    /** What is asked in a terminal, where `what` was shown already. */
    question?: string
    /** What to do instead, after "Nothing was done". */
    hint?: string
  },
): Promise<void> {
  if (options.yes) return
  const { question = `${what} Go ahead?`, hint = 'Look at it with --dry-run; --yes goes ahead.' } = options
  const refused = (message: string) =>
    new AppError('confirmation-needed', message, { hint: `Nothing was done. ${hint}` })
  if (!canAsk()) throw refused(`${what} This needs --yes.`)
  const answer = await answerTo(`${question} (y/N) `, options.signal)
  if (answer === undefined) throw refused('Nobody answered.')
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw refused('You said no.')
}

/** A line; undefined when the input ends instead, with Ctrl-D. Throws `AppError` `interrupted` for Ctrl-C. */
function answerTo(question: string, signal: AbortSignal): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, signal })
  let stopped = false
  return new Promise((resolve, reject) => {
    // While a line is edited, the terminal sends Ctrl-C as a key and no signal.
    terminal.once('SIGINT', () => {
      stopped = true
      terminal.close()
    })
    terminal.once('close', () => {
      process.stderr.write('\n')
      if (stopped || signal.aborted)
        reject(new AppError('interrupted', 'Stopped', { hint: 'Nothing was done.' }))
      else resolve(undefined)
    })
    terminal.question(question, (answer) => {
      terminal.removeAllListeners('close')
      terminal.close()
      resolve(answer)
    })
  })
}
