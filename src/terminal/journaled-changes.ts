import { type ExitCode, exitCodes } from '../errors.ts'
import type { ChangeResult } from '../records.ts'
import { type ChangesView, nameOf, personOf } from './changes-view.ts'
import type { Journal } from './journal.ts'

/**
 * Tells a journal as well what somebody has to act on: who failed, and why. Who was served is only counted: the ledger
 * keeps it (`runs show`), and a log is read by more people than it.
 */
export function journaledChanges(view: ChangesView, journal: Journal): ChangesView {
  /** Failures that another generator made up for. */
  const madeUpFor = new Map<string, number>()

  function failed(result: ChangeResult): void {
    const { change, error, outcome } = result
    const { code, message, hint } = error ?? { code: outcome, message: change.reason }
    const about = { person: personOf(change), action: change.action, generator: change.generator, outcome }
    journal.error(`${nameOf(change)}: ${message}`, { ...about, code, hint: hint ?? null })
  }

  function tellMadeUpFor(): void {
    for (const [message, people] of madeUpFor)
      journal.warn(`${message}; another generator was used`, { people })
    madeUpFor.clear()
  }

  return {
    get someFailed() {
      return view.someFailed
    },
    get damagedOriginals() {
      return view.damagedOriginals
    },
    begin(header, traffic) {
      journal.know(header)
      if (header.run !== null) journal.info(`Run ${header.run} on ${header.directory} begins`)
      view.begin(header, traffic)
    },
    result(result) {
      const { outcome, error, change } = result
      if (outcome === 'failed' || outcome === 'unknown' || error?.code === 'changed') failed(result)
      for (const { message } of change.failures ?? [])
        madeUpFor.set(message, (madeUpFor.get(message) ?? 0) + 1)
      view.result(result)
    },
    abandon() {
      const summary = view.abandon()
      tellMadeUpFor()
      if (summary) journal.warn('The run ended before its end', { summary })
      return summary
    },
    end(totals) {
      tellMadeUpFor()
      return view.end(totals)
    },
  }
}

/** The last line of a run. */
export function tellEnd(
  journal: Journal,
  { summary, line }: ReturnType<ChangesView['end']>,
  exitCode: ExitCode,
): void {
  const isWell = exitCode === exitCodes.done || exitCode === exitCodes.changesFound
  const level = isWell ? 'info' : exitCode === exitCodes.interrupted ? 'warn' : 'error'
  journal[level](line, { summary, exitCode })
}
