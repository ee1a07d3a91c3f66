import type { NoPhoto, Photo } from '@avatarctl/sdk'
import type { AppError } from '../errors.ts'
import type { Darkroom, DirectoryReader, Ledger } from '../ports.ts'
import type { AfterPhoto, Change, ChangeResult, Failure } from '../records.ts'
import { concernsEverybody, describeFailure } from './failure.ts'
import { lookBack } from './look-back.ts'
import type { Outgoing } from './outgoing.ts'

export interface ConfirmParts {
  reader: DirectoryReader
  ledger: Ledger
  darkroom: Pick<Darkroom, 'hash' | 'samePicture' | 'decodes'>
  /** Told of a failure that ends the run: nobody new may be begun. */
  onEverybody(error: AppError): void
  signal: AbortSignal
}

/**
 * Looks whether what was sent is shown, and records how the change ended. `acknowledged`: the directory said that it
 * took the photo.
 */
export async function confirmWrite(
  parts: ConfirmParts,
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
  { ledger }: ConfirmParts,
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
export function stayOpen(parts: ConfirmParts, change: Change, error: AppError): ChangeResult {
  parts.onEverybody(error)
  const { code, message } = describeFailure(error)
  const told = { code, message: `${message}. The photo was sent; the next run looks whether it arrived` }
  return { change, outcome: 'unknown', after: null, error: told }
}

/** The answer to a write was lost: looked at, never repeated blindly. */
export async function lookAfterLostAnswer(
  parts: ConfirmParts,
  change: Change,
  changeId: number,
  outgoing: Outgoing,
  lost: unknown,
): Promise<ChangeResult> {
  try {
    const result = await confirmWrite(parts, change, changeId, outgoing, { acknowledged: false })
    return result.outcome === 'failed' ? { ...result, error: describeFailure(lost) } : result
  } catch (error) {
    return stayOpen(parts, change, concernsEverybody(error) ?? (error as AppError))
  }
}

function describeAfter(outgoing: Outgoing, version: string | null): AfterPhoto | null {
  if (outgoing.kind === 'removal') return null
  const { sha256, mediaType, width, height, bytes, small } = outgoing.photo
  const after = { sha256, mediaType, width, height, bytes: bytes.length, version }
  return small === undefined ? after : { ...after, small }
}
