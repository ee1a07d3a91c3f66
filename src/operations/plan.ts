import type { Person } from '@avatarctl/sdk'
import { pMapIterable } from 'p-map'
import type { Chain, Progress } from '../ports.ts'
import type { Change, ChainAnswer } from '../records.ts'
import { decide, intend, type Policy } from './decide.ts'
import { describeFailure, wholeDirectoryFailure } from './failure.ts'
import { excludes, mustAllBeThere, selects, type Selection } from './select-people.ts'
import { leaveUnsettled } from './settle.ts'
import { type LookParts, type PhotoFacts, whosePhoto } from './whose-photo.ts'

export interface PlanParts extends LookParts {
  chain: Chain
  progress: Progress
  signal: AbortSignal
  /** Nothing may be done for them yet. */
  unsettled?: ReadonlySet<string>
}

export interface PlanWish {
  selection: Selection
  policy: Policy
  /** Width and height in pixels of what is put up. */
  size: number
  concurrency: number
}

/** What `sync` would do. People who need no change are only counted. */
export interface Plan {
  changes: Change[]
  /** How many people the selection holds. */
  people: number
}

/**
 * Finds the changes that a policy asks for. It is given a reader, so there is nothing here that could write; a dry run
 * is a plan that is not carried out.
 */
export async function plan(parts: PlanParts, wish: PlanWish): Promise<Plan> {
  const { reader, progress, signal } = parts
  const { selection, policy, size, concurrency } = wish
  const wanted = selects(selection)
  const isExcluded = excludes(selection)
  const named = selection.keys.length > 0
  const changes: Change[] = []
  let people = 0
  const seen: Person[] = []
  progress.phase('Looking at who has a photo')
  try {
    const decided = pMapIterable(
      filter(reader.people({ signal }), wanted, (person) => named && seen.push(person)),
      (person) =>
        isExcluded(person)
          ? Promise.resolve(excluded(person))
          : planOne(parts, person, { policy, size, named }),
      { concurrency },
    )
    for await (const change of decided) {
      signal.throwIfAborted()
      people += 1
      progress.step()
      if (change) changes.push(change)
    }
  } catch (error) {
    throw wholeDirectoryFailure(error)
  }
  mustAllBeThere(selection.keys, seen)
  return { changes, people }
}

async function planOne(
  parts: PlanParts,
  person: Person,
  wish: { policy: Policy; size: number; named: boolean },
): Promise<Change | undefined> {
  const { chain, darkroom, signal } = parts
  const { policy, size, named } = wish
  if (parts.unsettled?.has(person.id)) return leaveUnsettled(person)
  let facts: PhotoFacts
  try {
    facts = await whosePhoto(person, parts, signal, { actsOnRemoval: policy.refillRemoved || named })
  } catch (error) {
    signal.throwIfAborted()
    return unserved(person, describeFailure(error))
  }
  const { whose, before, isPlaceholder } = facts
  const intent = intend(whose, policy, named, before.state === 'present' && !isPlaceholder)
  const shared = { person, before, generator: null, overHuman: false }
  if (intent.kind === 'leave') return undefined
  if (intent.kind === 'skip') return { ...shared, action: 'skip', reason: intent.reason }
  const until = whose.owner === 'own' ? { until: whose.standing } : {}
  const everybody = () => parts.reader.people({ signal })
  const answer = await chain.ask(person, { size, signal, everybody, ...until })
  const source = answer.kind === 'image' ? darkroom.hash(answer.bytes) : null
  const decision = decide({ whose, intent, answer, source, replace: policy.replace })
  switch (decision.kind) {
    case 'leave':
      return undefined
    case 'skip':
      return { ...shared, action: 'skip', reason: decision.reason, ...beside(answer) }
    case 'fail':
      signal.throwIfAborted()
      return {
        ...shared,
        action: 'skip',
        reason: `the generator ${decision.generator} failed`,
        generator: decision.generator,
        error: { code: 'generator-failed', message: decision.message },
      }
    case 'change': {
      const { action, generator, overHuman } = decision
      const reason = whose.owner === 'nobody' && isPlaceholder ? 'only a placeholder' : decision.reason
      return { person, before, action, reason, generator, overHuman, ...beside(answer) }
    }
  }
}

function excluded(person: Person): Change {
  const before = { state: person.photo.state, sha256: null, version: null }
  const reason = 'left alone by the settings (exclude)'
  return { person, action: 'skip', reason, generator: null, before, overHuman: false }
}

/** What else is told of an answer: whom to credit, and who had no image before it was found. */
function beside(answer: ChainAnswer): Pick<Change, 'credit' | 'failures' | 'passed'> {
  return {
    ...(answer.kind === 'image' && answer.credit !== undefined && { credit: answer.credit }),
    ...(answer.kind === 'image' && answer.failures && { failures: answer.failures }),
    ...((answer.kind === 'image' || answer.kind === 'none') && answer.passed && { passed: answer.passed }),
  }
}

function unserved(person: Person, error: { code: string; message: string }): Change {
  const before = { state: 'unknown', sha256: null, version: null } as const
  return {
    person,
    action: 'skip',
    reason: 'the photo cannot be read',
    generator: null,
    before,
    overHuman: false,
    error,
  }
}

async function* filter(
  people: AsyncIterable<Person>,
  wanted: (person: Person) => boolean,
  note: (person: Person) => void,
): AsyncIterable<Person> {
  for await (const person of people) {
    if (!wanted(person)) continue
    note(person)
    yield person
  }
}
