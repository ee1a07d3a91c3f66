import type { NoPhoto, OutgoingPhoto, Person, Photo } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Darkroom, DirectoryReader, Ledger, Originals, PhotoWriter, VerifiedOriginal } from '../ports.ts'
import type { AfterPhoto, Change, ChangeResult, Failure, NextStanding } from '../records.ts'
import { concernsEverybody, describeFailure, isDirectoryError } from './failure.ts'
import { lookBack } from './look-back.ts'

/** What goes out for one person, and what it makes of their standing. */
export type Outgoing =
  | {
      kind: 'photo'
      photo: OutgoingPhoto & { sha256: string; width: number; height: number }
      next: NextStanding
    }
  | { kind: 'removal'; next: NextStanding }

export interface ReplaceParts {
  reader: DirectoryReader
  writer: PhotoWriter
  originals: Originals
  ledger: Ledger
  darkroom: Pick<Darkroom, 'hash' | 'samePicture' | 'decodes'>
  run: string
  /** The user's wish to stop, or the end of the run: no further try is begun after it. */
  stop: AbortSignal
  /** The run has failed for everybody: nothing more is sent. */
  halt: AbortSignal
  /** Waits before the next try, the longer the more have failed. */
  pause(failures: number, stop: AbortSignal): Promise<void>
  /** Told of a failure that ends the run: nobody new may be begun. */
  onEverybody(error: AppError): void
  signal: AbortSignal
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
    const original = await keepOriginal(parts, change)
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
    return await settleByLooking(parts, known, changeId, outgoing, { acknowledged: true })
  } catch (error) {
    if (!sent || (isDirectoryError(error) && error.outcome === 'not-applied')) {
      return await fail(parts, change, changeId, error)
    }
    // The ledger failed after the write: the change stays open there, and the next run settles it.
    if (error instanceof AppError) return stayOpen(parts, change, error)
    return await lookAfterLostAnswer(parts, known, changeId, outgoing, error)
  }
}

/** Reads what is there and stores it; a picture that was damaged on its way is asked for once more. */
async function keepOriginal(parts: ReplaceParts, change: Change): Promise<VerifiedOriginal> {
  const { reader, originals, ledger, darkroom, stop } = parts
  const look = async () => {
    // Nothing is begun yet: whoever wants to stop need not wait until the directory allows this look.
    const found = await reader.readPhoto(change.person, stop)
    if (!isAsPlanned(change, found, darkroom)) throw changedSincePlan()
    return found
  }
  const found = await look()
  // What we sent earlier, and did not see arrive, is no original of theirs.
  const lost =
    found.state === 'present' ? ledger.lostAs(change.person.id, darkroom.hash(found.bytes)) : undefined
  if (lost !== undefined && found.state === 'present') await ledger.confirmed(lost, found.version)
  try {
    return await originals.keep(change.person, found)
  } catch (error) {
    if (error instanceof AppError || found.state === 'missing') throw error
    return await originals.keep(change.person, await look())
  }
}

/** `acknowledged`: the directory said that it took the photo. */
async function settleByLooking(
  parts: ReplaceParts,
  change: Change,
  changeId: number,
  outgoing: Outgoing,
  { acknowledged }: { acknowledged: boolean },
): Promise<ChangeResult> {
  const { reader, ledger, darkroom, signal } = parts
  const { version: beforeVersion, sha256: beforeSha256 } = change.before
  const sha256 = outgoing.kind === 'photo' ? outgoing.photo.sha256 : null
  // Asked even when the run is being stopped: what was begun is finished.
  const look = async () => {
    const served = await reader.readPhoto(change.person, signal)
    const verdict = await lookBack(served, { sha256, beforeVersion, beforeSha256 }, reader.can, darkroom)
    const isRewritten =
      verdict !== 'arrived' && acknowledged && (await showsTheSame(served, outgoing, darkroom))
    return { served, verdict: isRewritten ? 'arrived' : verdict }
  }
  let seen
  try {
    seen = await look()
    // A single answer may be an old one, or damaged on its way.
    if (seen.verdict !== 'arrived') seen = await look()
  } catch (error) {
    const everybody = concernsEverybody(error)
    if (everybody) parts.onEverybody(everybody)
    return await leaveUnknown(parts, change, changeId, describeFailure(error))
  }
  if (seen.verdict === 'arrived') {
    const version = seen.served.state === 'present' ? seen.served.version : null
    await ledger.confirmed(changeId, version)
    return { change, outcome: 'done', after: describeAfter(outgoing, version), error: null }
  }
  if (seen.verdict === 'doubtful' || (seen.verdict === 'as-before' && acknowledged)) {
    return await leaveUnknown(parts, change, changeId, {
      code: 'not-shown',
      message: 'the directory took the photo but does not show it yet; the next run looks again',
    })
  }
  const failure = {
    code: 'not-served',
    message: 'after the upload the directory shows something else than what was sent; it was left as it is',
  }
  await ledger.failed(changeId, failure)
  return { change, outcome: 'failed', after: null, error: failure }
}

async function leaveUnknown(
  { ledger }: ReplaceParts,
  change: Change,
  changeId: number,
  failure: Failure,
): Promise<ChangeResult> {
  await ledger.unknown(changeId, failure)
  return { change, outcome: 'unknown', after: null, error: failure }
}

/** A drawing of ours that the directory wrote anew is still ours; an original has to be there byte for byte. */
async function showsTheSame(
  served: Photo | NoPhoto,
  outgoing: Outgoing,
  darkroom: Pick<Darkroom, 'samePicture'>,
): Promise<boolean> {
  if (outgoing.kind === 'removal' || served.state === 'missing' || outgoing.next.standing !== 'own')
    return false
  return await darkroom.samePicture(served.bytes, outgoing.photo.bytes)
}

/** The ledger failed after the photo was sent: the next run settles what became of it. */
function stayOpen(parts: ReplaceParts, change: Change, error: AppError): ChangeResult {
  parts.onEverybody(error)
  const { code, message } = describeFailure(error)
  const told = { code, message: `${message}. The photo was sent; the next run looks whether it arrived` }
  return { change, outcome: 'unknown', after: null, error: told }
}

/** The answer to a write was lost: looked at, never repeated blindly. */
async function lookAfterLostAnswer(
  parts: ReplaceParts,
  change: Change,
  changeId: number,
  outgoing: Outgoing,
  lost: unknown,
): Promise<ChangeResult> {
  try {
    const result = await settleByLooking(parts, change, changeId, outgoing, { acknowledged: false })
    return result.outcome === 'failed' ? { ...result, error: describeFailure(lost) } : result
  } catch (error) {
    return stayOpen(parts, change, concernsEverybody(error) ?? (error as AppError))
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

function describeAfter(outgoing: Outgoing, version: string | null): AfterPhoto | null {
  if (outgoing.kind === 'removal') return null
  const { sha256, mediaType, width, height, bytes } = outgoing.photo
  return { sha256, mediaType, width, height, bytes: bytes.length, version }
}

/** A person's record with nothing but what a directory needs to find the photo. */
export function bare(id: string): Person {
  return { id, kind: 'person', status: 'enabled', photo: { state: 'unknown' } }
}
