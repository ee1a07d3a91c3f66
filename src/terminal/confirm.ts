import { createInterface } from 'node:readline/promises'
import { AppError } from '../errors.ts'

/**
 * Asks before something that cannot be taken for granted. `yes` is an answer already; without a terminal nothing is
 * asked and nothing assumed. Throws `AppError` `confirmation-needed` for every answer but yes.
 */
export async function confirm(
  what: string,
  options: {
    yes: boolean
    signal: AbortSignal
    /** What to do instead, after "Nothing was done". */
    hint?: string
  },
): Promise<void> {
  if (options.yes) return
  const refused = (message: string) =>
    new AppError('confirmation-needed', message, {
      hint: `Nothing was done. ${options.hint ?? 'Look at it with --dry-run; --yes goes ahead.'}`,
    })
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw refused(`${what} This needs --yes.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${what} Go ahead? (y/N) `, { signal: options.signal })
    if (!/^\s*y(es)?\s*$/i.test(answer)) throw refused('You said no.')
  } finally {
    terminal.close()
  }
}
