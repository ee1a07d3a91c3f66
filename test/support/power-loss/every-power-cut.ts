import pMap from 'p-map'
import { makeDisk } from './disk.ts'
import type { Judging } from './judging.ts'
import type { Step } from './operations.ts'
import { combinations } from './outcomes.ts'
import { after, type AtStake, atStake, describeOutcome, type Outcome, waysOf } from './power-cut.ts'
import type { Recording } from './recording.ts'
import {
  type Judge,
  ledgerPart,
  listPart,
  originalPart,
  type Overwritten,
  type Part,
} from './what-is-left.ts'

/** What was looked at, and what was found. */
export interface Findings {
  operations: number
  /** Photos that the service was told to overwrite or to remove. */
  overwritten: number
  /** Moments at which the power may fail: after the beginning and after the end of every operation. */
  moments: number
  /** What may be left at those moments, part by part; what did not change since the moment before counts once. */
  states: number
  /** Those of them that differ in a byte or a name. */
  distinct: number
  violations: string[]
}

/** What is to be said of a part after a power cut, and one outcome that leads there. */
type Left = Map<Judge, Outcome>

/**
 * Cuts the power at every moment of some runs that followed each other in one folder, and judges everything that may be
 * left then. A part of the vault is in one of all the states it may be left in where they are at most `limit`, else in
 * one of a sample of that size. As no part's verdict depends on another's, this stands for all their combinations.
 * The first `since` runs only lead to where the others begin.
 */
export async function everyPowerCut(
  recordings: readonly Recording[],
  options: { judging: Judging; directory: string; limit: number; since?: number },
): Promise<Findings> {
  const { judging, limit, directory, since = 0 } = options
  const disk = makeDisk()
  const parts = [listPart(directory), ledgerPart(directory)]
  const known = new Map<Part, { signature: string; left: Left }>()
  const overwritten: Overwritten[] = []
  const verdicts = new Set<Judge>()
  const violations = new Map<string, string>()
  const findings = { operations: 0, overwritten: 0, moments: 0, states: 0 }

  async function allThatMayBeLeft(part: Part, { changes }: AtStake): Promise<Left> {
    const left: Left = new Map()
    const all = combinations(changes.map(waysOf), limit)
    findings.states += all.length
    const look = async (combination: number[]) => {
      const outcome = new Map(changes.map((change, index) => [change, combination[index] ?? 0]))
      const files = part.paths.map((file) => after(disk.root, file, outcome))
      const verdict = await judging.judge(part, files)
      verdicts.add(verdict)
      left.set(verdict, outcome)
    }
    await pMap(all, look, { concurrency: 16 })
    return left
  }

  async function cut(step: Step): Promise<void> {
    findings.moments += 1
    for (const file of disk.linked)
      if (!parts.some(({ paths }) => paths[0] === file)) parts.push(originalPart(file))
    for (const part of parts) {
      const stake = atStake(disk.root, part.paths)
      let now = known.get(part)
      if (now?.signature !== stake.signature) {
        now = { signature: stake.signature, left: await allThatMayBeLeft(part, stake) }
        known.set(part, now)
      }
      for (const [verdict, outcome] of now.left)
        for (const wrong of verdict(overwritten)) {
          const what = `${part.name} ${wrong}`
          const when = `after ${describeStep(step)}, with ${describeOutcome(outcome)}`
          if (!violations.has(what)) violations.set(what, `${what} ${when}`)
        }
    }
    for (const { person, sha256 } of overwritten)
      if (sha256 !== null && ![...disk.linked].some((file) => file.includes(sha256)))
        violations.set(person, `the original of ${person} is not stored ${describeStep(step)}`)
  }

  for (const [number, { steps, shown }] of recordings.entries()) {
    for (const step of steps) {
      const { operation, phase } = step
      disk.take(step)
      if (phase === 'begun' && number >= since) findings.operations += 1
      // From its beginning on the service may have it.
      if (operation.kind === 'send' && phase === 'begun') {
        overwritten.push({ person: operation.person, sha256: shown.get(operation.person) ?? null })
        if (number >= since) findings.overwritten += 1
      }
      if (number >= since) await cut(step)
    }
  }
  return { ...findings, distinct: verdicts.size, violations: [...violations.values()] }
}

function describeStep({ operation, phase }: Step): string {
  const what = operation.kind === 'send' ? `${operation.method} for ${operation.person}` : operation.path
  return `${operation.kind} ${what} has ${phase}`
}
