import type { Person } from '@avatarctl/sdk'
import type { Darkroom, DirectoryReader, Ledger } from '../ports.ts'
import { personalFailure } from '../personal-failures.ts'
import type { Change, Failure, OpenChange } from '../records.ts'
import { concernsEverybody, describeFailure } from './failure.ts'
import { lookBack } from './look-back.ts'
import { bare } from './replace-photo.ts'

interface SettleParts {
  reader: DirectoryReader
  ledger: Ledger
  darkroom: Pick<Darkroom, 'hash' | 'decodes'>
}

/** So long a directory may contradict itself before its word counts, in milliseconds. */
const patienceMs = 3_600_000

/**
 * Settles what an earlier run left open, by looking at the directory and never by assuming: what was not yet sent did
 * not happen; what was sent has arrived, or has not, or was replaced by somebody else since. Answers with the ids of
 * people whose change is still open, because nothing certain could be seen: nothing may be done for them. Has to come
 * before a plan, which relies on whose photo is whose. Who is not meant is left for another run.
 */
export async function settle(
  parts: SettleParts,
  signal: AbortSignal,
  isMeant: (change: OpenChange) => boolean,
): Promise<ReadonlySet<string>> {
  const unsettled = new Set<string>()
  const lost = parts.ledger.lost().filter(isMeant)
  for (const change of parts.ledger.open().filter(isMeant)) {
    signal.throwIfAborted()
    if (!(await settleOne(parts, change, signal))) unsettled.add(change.person)
  }
  for (const change of lost) {
    signal.throwIfAborted()
    await lookForLate(parts, change, signal)
  }
  return unsettled
}

/** What had not arrived when it was looked for may have arrived since; it must not be taken for somebody's own choice. */
async function lookForLate(parts: SettleParts, change: OpenChange, signal: AbortSignal): Promise<void> {
  const { reader, ledger, darkroom } = parts
  try {
    const served = await reader.readPhoto(bare(change.person), signal)
    const isOurs = served.state === 'present' && darkroom.hash(served.bytes) === change.sentSha256
    if (isOurs) await ledger.confirmed(change.id, served.version)
  } catch (error) {
    const everybody = concernsEverybody(error)
    if (everybody) throw everybody
    signal.throwIfAborted()
    // The next run looks again; the plan reads for itself what it acts on.
  }
}

/** Whether it is settled now. */
async function settleOne(parts: SettleParts, change: OpenChange, signal: AbortSignal): Promise<boolean> {
  const { reader, ledger, darkroom } = parts
  const failed = async (message: string) => {
    await ledger.failed(change.id, personalFailure('interrupted', message))
    return true
  }
  /** The next run looks again. How long it has been open is remembered. */
  const leaveOpen = async (why: Failure) => {
    if (change.state !== 'unknown') await ledger.unknown(change.id, why)
    return false
  }
  if (change.state === 'planned' || change.state === 'saved')
    return await failed('the run ended before anything was sent')
  const { sentSha256: sha256, beforeVersion, beforeSha256 } = change
  const look = async () => {
    const served = await reader.readPhoto(bare(change.person), signal)
    return {
      version: served.state === 'present' ? served.version : null,
      verdict: await lookBack(served, { sha256, beforeVersion, beforeSha256 }, reader.can, darkroom),
    }
  }
  let seen
  try {
    seen = await look()
    // A single answer may be damaged on its way.
    if (seen.verdict === 'doubtful') seen = await look()
  } catch (error) {
    const everybody = concernsEverybody(error)
    if (everybody) throw everybody
    return await leaveOpen(describeFailure(error))
  }
  switch (seen.verdict) {
    case 'arrived':
      await ledger.confirmed(change.id, seen.version)
      return true
    case 'as-before':
      return await failed('the run was interrupted and the photo had not arrived')
    case 'changed':
      return await failed('the run was interrupted, and somebody else has changed the photo since')
    case 'doubtful':
      if (Date.now() - Date.parse(change.since) > patienceMs)
        return await failed('the run was interrupted, and what became of the photo cannot be seen')
      return await leaveOpen(
        personalFailure(
          'not-shown',
          'the directory does not show clearly what became of the photo; the next run looks again',
        ),
      )
  }
}

/** Somebody whose earlier change is still open. */
export function leaveUnsettled(person: Person): Change {
  return {
    ...{ person, action: 'skip', generator: null, overHuman: false },
    reason: 'an earlier change is not settled',
    before: { state: 'unknown', sha256: null, version: null },
    error: personalFailure(
      'not-settled',
      'what became of an earlier change cannot be seen yet; nothing was done, and the next run looks again',
    ),
  }
}
