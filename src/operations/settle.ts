import type { Darkroom, DirectoryReader, Ledger } from '../ports.ts'
import type { OpenChange } from '../records.ts'
import { concernsEverybody, describeFailure } from './failure.ts'
import { arrived, bare } from './replace-photo.ts'

/**
 * Settles what an earlier run left open, by looking at the directory and never by assuming: what was not yet sent did
 * not happen; what was sent has arrived, or has not, or was replaced by somebody else since. Answers with how many
 * changes were settled. Has to come before a plan, which relies on whose photo is whose.
 */
export async function settle(
  parts: { reader: DirectoryReader; ledger: Ledger; darkroom: Pick<Darkroom, 'hash'> },
  signal: AbortSignal,
): Promise<number> {
  const open = parts.ledger.open()
  for (const change of open) {
    signal.throwIfAborted()
    await settleOne(parts, change, signal)
  }
  return open.length
}

async function settleOne(
  parts: { reader: DirectoryReader; ledger: Ledger; darkroom: Pick<Darkroom, 'hash'> },
  change: OpenChange,
  signal: AbortSignal,
): Promise<void> {
  const { reader, ledger, darkroom } = parts
  if (change.state === 'planned' || change.state === 'saved') {
    return await ledger.failed(change.id, {
      code: 'interrupted',
      message: 'the run ended before anything was sent',
    })
  }
  let served
  try {
    served = await reader.readPhoto(bare(change.person), signal)
  } catch (error) {
    const everybody = concernsEverybody(error)
    if (everybody) throw everybody
    // Still open: the next run looks again.
    return await ledger.unknown(change.id, describeFailure(error))
  }
  const sent = { sha256: change.sentSha256, beforeVersion: change.beforeVersion }
  if (arrived(served, sent, reader.can, darkroom.hash)) {
    return await ledger.confirmed(change.id, served.state === 'present' ? served.version : null)
  }
  const now = served.state === 'present' ? darkroom.hash(served.bytes) : null
  const message =
    now === change.beforeSha256
      ? 'the run was interrupted and the photo had not arrived'
      : 'the run was interrupted, and somebody else has changed the photo since'
  await ledger.failed(change.id, { code: 'interrupted', message })
}
