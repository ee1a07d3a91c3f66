import { AppError } from '../errors.ts'
import type { Chain, Darkroom } from '../ports.ts'
import type { Change, ChainAnswer, RunOutcome } from '../records.ts'
import { apply, type ApplyParts, isDue } from './apply.ts'
import { generatorFailure, usable } from './failure.ts'
import { type Meant, meantPeople } from './meant-people.ts'
import { plan, type Plan, type PlanParts, type PlanWish } from './plan.ts'
import type { Outgoing } from './outgoing.ts'
import { settle } from './settle.ts'

export interface SyncWish extends PlanWish {
  /** More changes than this end the run before the first one. */
  maxChanges?: { count: number } | { percent: number }
  /** In place of whomever the selection holds: nobody but the user who is signed in. */
  me?: boolean
}

/** What `sync` would do; nothing is written. Throws when that is more than allowed. */
export async function planSync(parts: PlanParts, wish: SyncWish): Promise<Plan> {
  return await planFor(await meantBy(wish, parts), parts, wish)
}

const meantBy = (
  { me, selection: { keys } }: SyncWish,
  { reader, signal }: Pick<PlanParts, 'reader' | 'signal'>,
) => meantPeople(reader, { me, keys }, signal)

async function planFor({ reader, keys }: Meant, parts: PlanParts, wish: SyncWish): Promise<Plan> {
  const found = await plan({ ...parts, reader }, { ...wish, selection: { ...wish.selection, keys } })
  mustNotExceed(found, wish)
  return found
}

export interface SyncParts extends Omit<PlanParts, 'ledger'>, ApplyParts {
  chain: Chain
  darkroom: Darkroom
  /** Asked before the first change; throws when the answer is no. */
  confirm(due: readonly Change[]): Promise<void>
  onRun(run: string): void
}

/** Settles what an earlier run left open, plans, asks, and carries the plan out. */
export async function sync(parts: SyncParts, wish: SyncWish): Promise<{ plan: Plan; outcome: RunOutcome }> {
  const { ledger, confirm, onRun, signal } = parts
  const meant = await meantBy(wish, parts)
  const unsettled = await settle(parts, signal, meant.isMeant)
  const found = await planFor(meant, { ...parts, unsettled }, wish)
  const due = found.changes.filter(isDue)
  await confirm(due)
  const run = await ledger.begin('sync')
  onRun(run)
  const outcome = await apply(parts, run, found.changes, (change, signal) =>
    draw({ ...parts, signal }, change, wish.size),
  )
  return { plan: found, outcome }
}

/** Asks the chain again (its answers are not kept: 100,000 of them would not fit) and develops the answer. */
export async function draw(
  parts: Pick<SyncParts, 'chain' | 'darkroom' | 'reader' | 'signal'>,
  change: Change,
  size: number,
): Promise<Outgoing> {
  const { chain, darkroom, reader, signal } = parts
  const everybody = () => reader.people({ signal: parts.signal })
  const answer = await chain.ask(change.person, { size, signal, everybody })
  mustBe(answer, change)
  const { generator, produces, revision, fingerprint, options, credit } = answer
  const stamp = { generator, revision, fingerprint, ...(credit === undefined ? {} : { credit }) }
  const wish = { size, limits: reader.limits, produces, stamp }
  const photo = await usable(generator, darkroom.develop(answer.bytes, wish))
  const source = darkroom.hash(answer.bytes)
  const picture = { sha256: photo.sha256, source, generator, produces, fingerprint, size, options }
  return { kind: 'photo', photo, next: { standing: 'own', ...picture } }
}

function mustBe(answer: ChainAnswer, change: Change): asserts answer is ChainAnswer & { kind: 'image' } {
  if (answer.kind === 'image' && answer.generator === change.generator) return
  const failures =
    answer.kind === 'failed' ? [answer] : answer.kind === 'image' ? (answer.failures ?? []) : []
  const failure = failures.find(({ generator }) => generator === change.generator) ?? failures[0]
  if (failure) throw generatorFailure(failure.message)
  throw new Error(`${change.generator ?? 'the generator'} had an image for the plan, and has none now`)
}

function mustNotExceed(found: Plan, { maxChanges: limit, me }: SyncWish): void {
  // A share of one person is nobody.
  if (!limit || (me && 'percent' in limit)) return
  const due = found.changes.filter(isDue).length
  const most = 'count' in limit ? limit.count : Math.floor((limit.percent / 100) * found.people)
  if (due <= most) return
  const allowed =
    'count' in limit ? `${most}` : `${limit.percent}% of ${found.people} people, which is ${most}`
  throw new AppError('too-many-changes', `${due} changes are planned, and --max-changes allows ${allowed}`, {
    hint: 'Nothing was done. Look at them with --dry-run, then raise --max-changes.',
  })
}
