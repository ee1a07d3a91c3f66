import type { Person } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Darkroom, LedgerReader } from '../ports.ts'
import type { Change, RunOutcome, Standing, StoredOriginal } from '../records.ts'
import { apply, type ApplyParts, isDue } from './apply.ts'
import { describeFailure, wholeDirectoryFailure } from './failure.ts'
import { type Meant, meantPeople } from './meant-people.ts'
import type { Outgoing } from './outgoing.ts'
import { mustAllBeThere, selects } from './select-people.ts'
import { leaveUnsettled, settle } from './settle.ts'
import { type LookParts, type PhotoFacts, whosePhoto } from './whose-photo.ts'

/** Whose originals are wanted, and from when. */
export type RestoreWish =
  /** Everybody whose photo is our own now, those named by id, extension or e-mail, or the user who is signed in. */
  { keys: readonly string[]; me?: boolean } & (
    | { from: 'before-us' }
    /** What stood there when that run changed it. */
    | { from: 'run'; run: string }
    /** What stood there at that time (ISO 8601). */
    | { from: 'time'; time: string }
  )

interface PlanRestoreParts extends LookParts {
  signal: AbortSignal
  /** Nothing may be done for them yet. */
  unsettled?: ReadonlySet<string>
}

export interface RestorePlan {
  changes: Change[]
  /** What goes back, for every change that is due. */
  originals: Map<Change, StoredOriginal>
  people: number
}

/** Puts originals back byte for byte; takes our avatar away from who had none. Backs up what it replaces. */
export async function restore(
  parts: ApplyParts & {
    darkroom: Darkroom
    confirm(due: readonly Change[]): Promise<void>
    onRun(run: string): void
  },
  wish: RestoreWish,
): Promise<{ plan: RestorePlan; outcome: RunOutcome }> {
  const { ledger, originals, darkroom, signal } = parts
  const meant = await meantPeople(parts.reader, wish, signal)
  const unsettled = await settle(parts, signal, meant.isMeant)
  const found = await planFor(meant, { ...parts, unsettled }, wish)
  await parts.confirm(found.changes.filter(isDue))
  const run = await ledger.begin('restore')
  parts.onRun(run)
  const next = { standing: 'restored' } as const

  const outcome = await apply(parts, run, found.changes, async (change): Promise<Outgoing> => {
    const original = found.originals.get(change)
    if (!original?.sha256) return { kind: 'removal', next }
    const bytes = await originals.read(original.sha256)
    const seen = await darkroom.inspect(bytes)
    const photo = {
      bytes,
      sha256: original.sha256,
      // What the bytes are; what they were once served as may have been wrong.
      mediaType: seen?.mediaType ?? original.mediaType ?? 'application/octet-stream',
      width: seen?.width ?? 0,
      height: seen?.height ?? 0,
      ...(original.name === null ? {} : { name: original.name }),
    }
    return { kind: 'photo', photo, next }
  })
  return { plan: found, outcome }
}

/** Finds what would go back to whom; nothing is written. */
export async function planRestore(parts: PlanRestoreParts, wish: RestoreWish): Promise<RestorePlan> {
  return await planFor(await meantPeople(parts.reader, wish, parts.signal), parts, wish)
}

async function planFor(
  { reader, keys }: Meant,
  parts: PlanRestoreParts,
  wish: RestoreWish,
): Promise<RestorePlan> {
  const { ledger, signal } = parts
  const named = keys.length > 0
  const isMeant = named ? selects({ kind: 'all', status: [], where: [], keys }) : () => true
  const targets = targetsOf(ledger, wish)
  const plan: RestorePlan = { changes: [], originals: new Map(), people: 0 }
  const seen: Person[] = []
  try {
    for await (const person of reader.people({ signal })) {
      if (!isMeant(person)) continue
      if (named) seen.push(person)
      const target = targets.get(person.id)
      const isOpen = parts.unsettled?.has(person.id) ?? false
      if (target === undefined && !named && !isOpen) continue
      targets.delete(person.id)
      plan.people += 1
      const original = target && ledger.original(target.original)
      await planOne(parts, plan, person, original, { named, undoes: target?.uploaded ?? false })
    }
  } catch (error) {
    throw wholeDirectoryFailure(error)
  }
  mustAllBeThere(keys, seen)
  if (!named) for (const id of targets.keys()) plan.changes.push(gone(id))
  return plan
}

/** An original that is wanted back. */
interface Target {
  original: number
  /** What took its place is a photo of the user's own, and the user wants that very run undone. */
  uploaded?: boolean
}

function targetsOf(ledger: LedgerReader, wish: RestoreWish): Map<string, Target> {
  const oldest = new Map<string, Target>()
  const rows: ({ person: string } & Target)[] | undefined =
    wish.from === 'run'
      ? mustBeRun(wish.run, ledger)
      : wish.from === 'time'
        ? ledger.standingAt(wish.time)
        : undefined
  if (rows) {
    for (const { person, ...target } of rows) if (!oldest.has(person)) oldest.set(person, target)
    return oldest
  }
  for (const person of ledger.owned()) {
    const standing = ledger.standing(person)
    const before = standing?.mayStill?.before ?? (standing?.standing === 'own' ? standing.before : undefined)
    if (before !== undefined) oldest.set(person, { original: before })
  }
  return oldest
}

async function planOne(
  parts: PlanRestoreParts,
  plan: RestorePlan,
  person: Person,
  original: StoredOriginal | undefined,
  { named, undoes }: { named: boolean; undoes: boolean },
): Promise<void> {
  const unread = { state: 'unknown', sha256: null, version: null } as const
  const skip = (reason: string, before: Change['before'] = unread) =>
    plan.changes.push({ person, action: 'skip', reason, generator: null, before, overHuman: false })
  if (parts.unsettled?.has(person.id)) return void plan.changes.push(leaveUnsettled(person))
  if (!original) return void skip(nothingBefore(parts.ledger.standing(person.id)))
  let facts: PhotoFacts
  try {
    facts = await whosePhoto(person, parts, parts.signal, { actsOnRemoval: true })
  } catch (error) {
    parts.signal.throwIfAborted()
    const failed = { reason: 'the photo cannot be read', error: describeFailure(error) }
    plan.changes.push({
      person,
      action: 'skip',
      generator: null,
      before: unread,
      overHuman: false,
      ...failed,
    })
    return
  }
  const { whose, before, isPlaceholder } = facts
  const isThere = before.state === 'present' && !isPlaceholder
  const ours = whose.owner === 'own'
  if (original.sha256 === null && !isThere) return void skip('has no photo, as before', before)
  if (original.sha256 !== null && before.sha256 === original.sha256)
    return void skip('is as it was before', before)
  if (!ours && !named && !(undoes && isAsUploaded(parts, person, facts)))
    return void skip(notOurs[whose.owner], before)
  if (original.prunedAt !== null) return void plan.changes.push(pruned(person, before, original.prunedAt))
  const change: Change = {
    person,
    action: original.sha256 === null ? 'remove' : before.state === 'missing' ? 'create' : 'replace',
    reason:
      original.sha256 === null ? 'there was no photo before' : `back to the photo saved ${original.savedAt}`,
    generator: null,
    before,
    overHuman: !ours && isThere,
  }
  plan.changes.push(change)
  plan.originals.set(change, original)
}

function nothingBefore(standing: Standing | undefined): string {
  return standing?.standing === 'restored'
    ? 'was restored, or uploaded by hand; --run or --at goes further back'
    : 'we have not replaced any photo of theirs'
}

/** Whether what was uploaded still stands there, and no photo that somebody has chosen since. */
function isAsUploaded({ ledger }: LookParts, { id }: Person, { whose, before }: PhotoFacts): boolean {
  return (
    whose.owner === 'restored' && before.version !== null && ledger.sentAs(id, before.version) !== undefined
  )
}

const notOurs = {
  human: 'somebody has chosen another photo since (name the person to replace it)',
  removed: 'somebody has taken our avatar away since (name the person to put the photo back)',
  restored: 'was restored already, or uploaded by hand (`--run` undoes that upload)',
  nobody: 'was restored already',
}

function gone(id: string): Change {
  const person: Person = { id, kind: 'person', status: 'enabled', photo: { state: 'unknown' } }
  const before = { state: 'unknown', sha256: null, version: null } as const
  return {
    person,
    action: 'skip',
    reason: 'is not in the directory any more',
    generator: null,
    before,
    overHuman: false,
  }
}

function pruned(person: Person, before: Change['before'], when: string): Change {
  return {
    ...{ person, action: 'skip', generator: null, before, overHuman: false },
    reason: 'the original is not kept any more',
    error: {
      code: 'pruned',
      message: `the original was given up by \`vault prune\` on ${when.slice(0, 10)}`,
    },
  }
}

function mustBeRun(run: string, ledger: LedgerReader): ({ person: string } & Target)[] {
  const rows = ledger.confirmedIn(run)
  if (rows) return rows
  throw new AppError('wrong-use', `There is no run ${run} of this directory`, {
    hint: 'Nothing was done. `avatarctl runs list` shows every run and its directory.',
  })
}
