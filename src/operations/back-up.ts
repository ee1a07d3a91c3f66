import type { Person } from '@avatarctl/sdk'
import { pMapIterable } from 'p-map'
import type { Album, Darkroom, DirectoryReader, Ledger, Originals, Progress } from '../ports.ts'
import type { ChangeResult, RunOutcome } from '../records.ts'
import { concernsEverybody, describeFailure, wholeDirectoryFailure } from './failure.ts'
import { makeRefusals } from './refusals.ts'
import { displayName, selects, type Selection } from './select-people.ts'
import { ownWas } from './whose-photo.ts'

export interface BackUpParts {
  reader: DirectoryReader
  originals: Originals
  ledger: Ledger
  darkroom: Pick<Darkroom, 'hash' | 'stampOf'>
  /** Shown what is stored. */
  album?: Album | undefined
  progress: Progress
  signal: AbortSignal
  onRun(run: string): void
  onResult(result: ChangeResult): void
}

/** Stores every photo of the selection in the vault and changes nothing in the directory. */
export async function backUp(
  parts: BackUpParts,
  wish: { selection: Selection; concurrency: number },
): Promise<{ people: number; photos: number; outcome: RunOutcome }> {
  const { reader, ledger, progress, signal } = parts
  const run = await ledger.begin('backup')
  parts.onRun(run)
  progress.phase('Storing photos')
  let people = 0
  let photos = 0
  let outcome: RunOutcome = 'done'
  const refusals = makeRefusals()
  try {
    const wanted = selects(wish.selection)
    const stored = pMapIterable(
      withPhotos(reader, wanted, signal, () => (people += 1)),
      (person) => storeOne(parts, person, run),
      { concurrency: wish.concurrency },
    )
    for await (const result of stored) {
      progress.step(result && displayName(result.change.person))
      if (!result) continue
      photos += 1
      const refused = refusals.after(result)
      if (refused) throw refused
      if (result.outcome === 'failed') outcome = 'some-failed'
      parts.onResult(result)
    }
    const refused = refusals.atTheEnd()
    if (refused) throw refused
    if (signal.aborted) outcome = 'interrupted'
  } catch (error) {
    await ledger.finish(run, 'stopped').catch(() => undefined)
    throw wholeDirectoryFailure(error)
  }
  await ledger.finish(run, outcome)
  return { people, photos, outcome }
}

async function storeOne(parts: BackUpParts, person: Person, run: string): Promise<ChangeResult | undefined> {
  const { reader, originals, ledger, darkroom, signal } = parts
  const change = { person, action: 'backup', reason: 'stored', generator: null, overHuman: false } as const
  try {
    const found = await reader.readPhoto(person, signal)
    if (found.state === 'missing') return undefined
    const original = await originals.keep(person, found, {
      own: ownWas(ledger.standing(person.id), found, darkroom),
    })
    await ledger.backedUp(original, person, run)
    await parts.album?.keep(person.id, 'before', found.bytes)
    const before = { state: 'present', sha256: original.sha256, version: original.version } as const
    return { change: { ...change, before }, outcome: 'done', after: null, error: null }
  } catch (error) {
    const everybody = concernsEverybody(error)
    if (everybody) throw everybody
    if (signal.aborted) return undefined
    const before = { state: 'unknown', sha256: null, version: null } as const
    return { change: { ...change, before }, outcome: 'failed', after: null, error: describeFailure(error) }
  }
}

async function* withPhotos(
  reader: DirectoryReader,
  wanted: (person: Person) => boolean,
  signal: AbortSignal,
  count: () => void,
): AsyncIterable<Person> {
  for await (const person of reader.people({ signal })) {
    if (signal.aborted) return
    if (!wanted(person)) continue
    count()
    if (person.photo.state !== 'missing') yield person
  }
}
