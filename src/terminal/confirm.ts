import { AppError } from '../errors.ts'
import { askAll, canAsk } from './ask.ts'

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
  if (!canAsk()) throw refused(`${what} This needs --yes.`)
  const question = { text: `${what} Go ahead? (y/N)`, assumed: '', faultOf: () => undefined }
  const { answer } = await askAll({ answer: question }, options.signal)
  if (!/^y(es)?$/i.test(answer)) throw refused('You said no.')
}
