import type { NoPhoto, Person, Photo } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Album, Darkroom, Originals, PhotoWriter, VerifiedOriginal } from '../ports.ts'
import type { Change, ChangeResult } from '../records.ts'
import { concernsEverybody, describeFailure, isDirectoryError } from './failure.ts'
import { confirmWrite, type ConfirmParts, lookAfterLostAnswer, stayOpen } from './confirm-write.ts'
import type { Outgoing } from './outgoing.ts'
import { ownWas } from './whose-photo.ts'

export interface ReplaceParts extends ConfirmParts {
  darkroom: ConfirmParts['darkroom'] & Pick<Darkroom, 'stampOf'>
  writer: PhotoWriter
  originals: Originals
  /** Shown what stood there, and what goes out. */
  album?: Album | undefined
  run: string
  /** The user's wish to stop, or the end of the run: no further try is begun after it. */
  stop: AbortSignal
  /** The run has failed for everybody: nothing more is sent. */
  halt: AbortSignal
  /** Waits before the next try, the longer the more have failed. */
  pause(failures: number, stop: AbortSignal): Promise<void>
}

/**
 * THE ORDER OF EFFECTS for one person, whoever asks for it (`sync`, `restore`):
 * make what goes out, read what is there, store and verify it, record `saved`, take the turn and look again, record
 * `sending`, write, read back, record how it ended. What concerns everybody is handed to `onEverybody`; never throws.
 */
export async function replacePhoto(
  parts: ReplaceParts,
  change: Change,
  changeId: number,
  make: () => Promise<Outgoing>,
): Promise<ChangeResult> {
  let outgoing: Outgoing
  try {
    outgoing = await make()
    if (outgoing.kind === 'photo') await parts.album?.keep(change.person.id, 'after', outgoing.photo.bytes)
  } catch (error) {
    return await fail(parts, change, changeId, error)
  }
  for (let failures = 1; ; failures += 1) {
    const result = await attempt(parts, change, changeId, outgoing)
    // The directory was looked at: nothing has arrived, and what stood there stands there still.
    const isPassing = result.outcome === 'failed' && result.error?.kind === 'unavailable'
    if (!isPassing || failures >= tries) return result
    // The pause ends with the user's wish to stop, and then there is no further try.
    const rested = await parts.pause(failures, parts.stop).then(
      () => true,
      () => false,
    )
    if (!rested) return result
  }
}

/** How often one photo is sent to a directory that has trouble of its own. */
const tries = 5

async function attempt(
  parts: ReplaceParts,
  change: Change,
  changeId: number,
  outgoing: Outgoing,
): Promise<ChangeResult> {
  const { writer, ledger, signal } = parts
  const { person } = change
  /** The change with what was found to stand there. */
  let known = change
  let sent = false
  try {
    const original = await keepOriginal(parts, change, outgoing)
    const { sha256, version } = original
    known = { ...change, before: { ...change.before, sha256, version } }
    await ledger.saved(changeId, original, parts.run)
    const admission = await writer.admit(person, original, { what: outgoing.kind, signal, stop: parts.stop })
    if (parts.halt.aborted) {
      admission.decline()
      parts.halt.throwIfAborted()
    }
    await ledger.sending(changeId, outgoing.kind === 'photo' ? outgoing.photo.sha256 : null, outgoing.next)
    sent = true
    if (outgoing.kind === 'photo') await admission.write(outgoing.photo)
    else await admission.remove()
    return await confirmWrite(parts, known, changeId, outgoing, { acknowledged: true })
  } catch (error) {
    if (!sent || wasNotApplied(error)) {
      return await fail(parts, change, changeId, error)
    }
    // The ledger failed after the write: the change stays open there, and the next run settles it.
    if (error instanceof AppError) return stayOpen(parts, change, error)
    return await lookAfterLostAnswer(parts, known, changeId, outgoing, error)
  }
}

/** Nothing has changed for sure: the directory has refused it, or it was never sent. */
function wasNotApplied(error: unknown): boolean {
  return (error as { outcome?: unknown } | null | undefined)?.outcome === 'not-applied'
}

/** Reads what is there and stores it; a picture that was damaged on its way is asked for once more. */
async function keepOriginal(
  parts: ReplaceParts,
  change: Change,
  outgoing: Outgoing,
): Promise<VerifiedOriginal> {
  const { reader, originals, ledger, darkroom, stop } = parts
  const { person } = change
  const look = async () => {
    // Nothing is begun yet: whoever wants to stop need not wait until the directory allows this look.
    const found = await reader.readPhoto(person, stop)
    if (!isAsPlanned(change, found, darkroom)) throw changedSincePlan()
    return found
  }
  const found = await look()
  // What we sent earlier, and did not see arrive, is no original of theirs.
  const lost = found.state === 'present' ? ledger.lostAs(person.id, darkroom.hash(found.bytes)) : undefined
  if (lost !== undefined && found.state === 'present') await ledger.confirmed(lost, found.version)
  const keep = async (seen: Photo | NoPhoto) => {
    const original = await originals.keep(person, seen, {
      own: ownWas(ledger.standing(person.id), seen, darkroom),
      then: outgoing.next,
    })
    if (seen.state === 'present') await parts.album?.keep(person.id, 'before', seen.bytes)
    return original
  }
  try {
    return await keep(found)
  } catch (error) {
    if (error instanceof AppError || found.state === 'missing') throw error
    return await keep(await look())
  }
}

/** What is said of somebody whom the end of the run came before. */
export const notBegun = {
  code: 'not-begun',
  message: 'the run ended before this person; nothing was changed',
}

const interrupted = {
  code: 'interrupted',
  message: 'the run was stopped before anything was sent for this person',
}

async function fail(
  parts: ReplaceParts,
  change: Change,
  changeId: number,
  error: unknown,
): Promise<ChangeResult> {
  const stopped = parts.stop.aborted && !isDirectoryError(error) && !(error instanceof AppError)
  const failure = !stopped ? describeFailure(error) : parts.halt.aborted ? notBegun : interrupted
  const everybody = concernsEverybody(error)
  if (everybody) parts.onEverybody(everybody)
  try {
    await parts.ledger.failed(changeId, failure)
  } catch (unrecorded) {
    // Nothing was sent: the next run finds the change open, and settles it so.
    parts.onEverybody(concernsEverybody(unrecorded) ?? (unrecorded as AppError))
  }
  const leftAlone = isDirectoryError(error) && error.kind === 'changed'
  return { change, outcome: stopped || leftAlone ? 'skipped' : 'failed', after: null, error: failure }
}

function isAsPlanned(change: Change, found: Photo | NoPhoto, darkroom: Pick<Darkroom, 'hash'>): boolean {
  const { before } = change
  if (before.state === 'unknown') return true
  if (found.state !== before.state) return false
  if (found.state === 'missing') return true
  if (before.version !== null) return found.version === before.version
  return before.sha256 === null || darkroom.hash(found.bytes) === before.sha256
}

function changedSincePlan(): Error {
  return Object.assign(
    new Error('somebody else has changed this photo since the plan was made; it was left alone'),
    {
      kind: 'changed',
      outcome: 'not-applied',
    },
  )
}

/** A person's record with nothing but what a directory needs to find the photo. */
export function bare(id: string): Person {
  return { id, kind: 'person', status: 'enabled', photo: { state: 'unknown' } }
}
