import { stripVTControlCharacters } from 'node:util'
import { Errors } from '@oclif/core'
import { AppError, exitCodes, messageOf } from './errors.ts'
import { nearName } from './near-name.ts'
import type { Journal } from './terminal/journal.ts'
import type { JsonDocument } from './terminal/json-document.ts'

/** An error in the words of `error` in the JSON contract. */
export interface ToldError {
  code: string
  message: string
  hint: string | null
  exitCode: number
}

/**
 * Where the work failed and so did putting things away after it, the work's failure: the other one is mostly its
 * consequence. An exit code that the work had chosen is none.
 */
export function firstFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'suppressed' in thrown && 'error' in thrown)) return thrown
  const first = firstFailure(thrown.suppressed)
  return first instanceof Errors.ExitError ? firstFailure(thrown.error) : first
}

/** What happened, and what to do next; anything that nobody foresaw is a bug of ours. */
export function explain(error: unknown, stopped: boolean, flags: readonly string[] = []): ToldError {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, hint: error.hint ?? null, exitCode: error.exitCode }
  }
  if (stopped) {
    const hint = 'What was begun is finished and recorded; run the same again to go on.'
    return { code: 'interrupted', message: 'Stopped', hint, exitCode: exitCodes.interrupted }
  }
  // Not by its class: oclif's own plugins bring a copy of it.
  if (error instanceof Error && 'oclif' in error)
    return { ...wordsOfOclif(error.message, flags), code: 'wrong-use', exitCode: exitCodes.wrongUse }
  const hint = 'This is a bug in avatarctl: please report it with what --debug shows.'
  return { code: 'bug', message: messageOf(error), hint, exitCode: exitCodes.bug }
}

/** Several lines of oclif's as one sentence and a hint, with the flag that may have been meant. */
function wordsOfOclif(text: string, flags: readonly string[]): { message: string; hint: string | null } {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'The following error occurred:')
  const hints = lines.filter((line) => line.startsWith('See more help'))
  const message = lines.filter((line) => !hints.includes(line)).join(' ')
  const hint = hints[0] ?? 'See more help with --help'
  const [, unknown] = /^Nonexistent flags?: (.+)$/.exec(message) ?? []
  if (unknown === undefined) return { message, hint }
  const written = unknown.split(/,? +/)
  const near = written.flatMap((one) => nearName(one.replace(/^-+/, '').split('=')[0] ?? '', flags) ?? [])
  const meant = near.length > 0 ? `Did you mean ${near.map((one) => `--${one}`).join(' and ')}? ` : ''
  return {
    message: written.length > 1 ? `There are no flags ${written.join(', ')}` : `There is no flag ${unknown}`,
    hint: meant + hint,
  }
}

/** Tells an error the way that was asked for; one that comes after the document was complete, on standard error. */
export function tell(
  told: ToldError,
  how: { asJson: boolean; document: JsonDocument; journal: Journal; debug: boolean; error: unknown },
): void {
  const { document, journal } = how
  const isDocumented = how.asJson && !document.ended
  if (isDocumented) {
    document.field('error', told)
    document.end()
  }
  logError(journal, told, { ...how, isDocumented })
}

/**
 * Tells an error on standard error: to people unless a document has it, and to whoever collects logs, who is not alarmed
 * by somebody's wish to stop.
 */
export function logError(
  journal: Journal,
  told: ToldError,
  how: { error: unknown; debug: boolean; isDocumented: boolean },
): void {
  const stack = how.debug && how.error instanceof Error ? how.error.stack : undefined
  const level = journal.asJson && told.exitCode === exitCodes.interrupted ? 'warn' : 'error'
  if (!how.isDocumented || journal.asJson) journal[level](told.message, { ...told, stack })
  else if (stack) process.stderr.write(`${stack}\n`)
}
