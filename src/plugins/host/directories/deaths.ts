import { AppError } from '../../../errors.ts'
import type { DirectoryCall } from './messages.ts'

type CallName = DirectoryCall['name']

/** A call whose process died before it was answered. */
export interface LostCall {
  name: CallName
  /** Whom it was about; the empty text for everybody. */
  person: string
  /** The process, to know one death from another. */
  there: object
  /** Whether nothing else was asked at that moment. */
  isAlone: boolean
  /** They go on where "acme of the plugin acme 1.0.0" ends. */
  words: string
}

/**
 * What is made of the deaths of a directory's processes. Who is lost may be asked again in a fresh one; who has been
 * lost before, and now alone, is taken for the reason, and is not asked again. Where the same question is deadly for
 * several people in a row, it is not put any more.
 */
export function directoryDeaths(who: string, inARow: number) {
  const suspects = new Set<string>()
  /** For each kind of call, who was lost in each process that died since the last answer. */
  const rows = new Map<CallName, Map<object, Set<string>>>()
  const verdicts = new Map<CallName, string>()

  return {
    /** Throws an `AppError`, which ends a run, when that question is given up. Nothing has been sent then. */
    mustGoOn(name: CallName): void {
      const words = verdicts.get(name)
      if (words === undefined) return
      const sentence = `${who} is given up: for ${inARow} people in a row it ${words}`
      const hint = 'Ask whoever makes the plugin; --debug shows what it has printed.'
      throw Object.assign(new AppError('unreachable', sentence, { hint }), { outcome: 'not-applied' })
    },

    answered(name: CallName, person: string): void {
      suspects.delete(`${name} ${person}`)
      rows.delete(name)
    },

    /** Whether it may be asked again. */
    lost({ name, person, there, isAlone, words }: LostCall): boolean {
      const row = rows.get(name) ?? new Map<object, Set<string>>()
      rows.set(name, row.set(there, (row.get(there) ?? new Set()).add(person)))
      if (inDifferentHands(row) >= inARow) verdicts.set(name, words)
      const key = `${name} ${person}`
      const isCulprit = isAlone && suspects.has(key)
      suspects.add(key)
      return !isCulprit
    },
  }
}

/** How many of the deaths are not about anybody who was lost before: one person is the reason for many others. */
function inDifferentHands(deaths: ReadonlyMap<object, ReadonlySet<string>>): number {
  const seen = new Set<string>()
  let count = 0
  for (const people of deaths.values()) {
    if (![...people].some((person) => seen.has(person))) count += 1
    for (const person of people) seen.add(person)
  }
  return count
}
