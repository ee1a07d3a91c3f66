import { pMapIterable } from 'p-map'
import { AppError } from '../errors.ts'
import type { Progress } from '../ports.ts'
import type { Change, ChangeResult, RunOutcome } from '../records.ts'
import { wholeDirectoryFailure } from './failure.ts'
import { displayName } from './select-people.ts'
import { makeRefusals } from './refusals.ts'
import type { Outgoing } from './outgoing.ts'
import { notBegun, type ReplaceParts, replacePhoto } from './replace-photo.ts'

/** So many people in a row whom the directory did not answer for are a directory that is down. */
const unansweredInARow = 5

export interface ApplyParts extends Omit<ReplaceParts, 'run' | 'stop' | 'halt' | 'onEverybody'> {
  progress: Progress
  concurrency: number
  /** Told about every change, in the plan's order. */
  onResult(result: ChangeResult): void
}

/**
 * Carries out changes, each by itself: one person's failure stops nobody else. What concerns everybody ends the run:
 * it is recorded and thrown. After the signal nobody new is begun, and who was begun is finished.
 */
export async function apply(
  parts: ApplyParts,
  run: string,
  changes: readonly Change[],
  make: (change: Change, signal: AbortSignal) => Promise<Outgoing>,
): Promise<RunOutcome> {
  const { ledger, progress, concurrency, onResult } = parts
  const ids = new Map<Change, number>()
  // Never aborted: whoever was begun is finished, also when the run is being stopped.
  const begun = new AbortController().signal
  const halt = new AbortController()
  const stop = AbortSignal.any([parts.signal, halt.signal])
  let outcome: RunOutcome = 'done'
  let unanswered = 0
  try {
    const due = changes.filter(isDue)
    const dueIds = await ledger.planned(run, due)
    due.forEach((change, index) => ids.set(change, dueIds[index] as number))
    if (due.length > 0) await parts.reader.check('write', parts.signal)
    if (due.length > 0) progress.phase('Changing photos', due.length)
    // A failure of everybody is kept until all that was begun has ended: nothing is left in flight.
    let everybody: AppError | undefined
    function onEverybody(error: AppError): void {
      everybody ??= error
      halt.abort()
    }
    const refusals = makeRefusals()
    const results = pMapIterable(
      changes,
      async (change): Promise<ChangeResult> => {
        const id = ids.get(change)
        if (id === undefined) return notDue(change)
        if (parts.signal.aborted || everybody) return leftOut(change)
        const own = { ...parts, run, signal: begun, stop, halt: halt.signal, onEverybody }
        const result = await replacePhoto(own, change, id, () => make(change, begun))
        progress.step(displayName(change.person) || change.person.id)
        return result
      },
      { concurrency },
    )
    for await (const result of results) {
      onResult(result)
      if (result.outcome === 'unknown' || result.outcome === 'failed' || result.error?.code === 'changed') {
        if (outcome === 'done') outcome = 'some-failed'
      }
      unanswered = result.error?.kind === 'unavailable' ? unanswered + 1 : 0
      if (unanswered >= unansweredInARow) {
        onEverybody(
          new AppError('unreachable', `The directory does not answer: ${result.error?.message ?? ''}`, {
            hint: 'What was done is recorded; run the same again to go on.',
          }),
        )
      }
      const refused = refusals.after(result)
      if (refused) onEverybody(refused)
    }
    everybody ??= refusals.atTheEnd()
    if (everybody) throw everybody
    if (parts.signal.aborted) outcome = 'interrupted'
  } catch (error) {
    await ledger.finish(run, 'stopped').catch(() => undefined)
    throw wholeDirectoryFailure(error)
  }
  await ledger.finish(run, outcome)
  return outcome
}

/** Whether there is something to do; the rest of a plan only says why not. */
export function isDue(change: Change): boolean {
  return change.action !== 'skip' && !change.error
}

/** What a dry run says of a change. */
export function asPlanned(change: Change): ChangeResult {
  return isDue(change) ? { change, outcome: 'planned', after: null, error: null } : notDue(change)
}

function notDue(change: Change): ChangeResult {
  return { change, outcome: change.error ? 'failed' : 'skipped', after: null, error: change.error ?? null }
}

function leftOut(change: Change): ChangeResult {
  return { change, outcome: 'skipped', after: null, error: notBegun }
}
