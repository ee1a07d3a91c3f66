import { type ExitCode, exitCodes } from '../errors.ts'
import type { NextRun } from '../records.ts'

/** Time in milliseconds that never goes back, and goes on while the machine sleeps. */
interface Clock {
  now(): number
  /** Rejects when the signal is aborted. May wake up a little early. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

interface WatchParts {
  clock: Clock
  /** The user's wish to stop. */
  signal: AbortSignal
  /** One run; answers with its exit code, and never throws for what a run may end with. */
  runOnce(): Promise<ExitCode>
  onNext(next: NextRun): void
}

interface WatchWish {
  intervalMs: number
  /** By which part of the interval every run but the first comes later, from 0 to 1: not all installations ask at once. */
  delay: number
}

/** After a refusal so long nothing is asked again: some services lock out who presents a wrong secret too often. */
const afterRefusalMs = 60_000

/**
 * Runs at once, and then on a fixed grid: the nth run is due n intervals after the start, however long the others took.
 * What falls into a run, or into a sleep of the machine, is left out. Ends when the user wants it to, and with what the
 * next run could not make good: answers with the exit code.
 */
export async function watch(parts: WatchParts, { intervalMs, delay }: WatchWish): Promise<ExitCode> {
  const { clock, signal, runOnce, onNext } = parts
  const start = clock.now()
  const shift = delay * intervalMs
  const dueAt = (run: number) => start + run * intervalMs + shift
  const lastDueAt = (time: number) => Math.floor((time - start - shift) / intervalMs)

  for (let run = 0; ;) {
    const code = await runOnce()
    if (signal.aborted || isFinal(code, run === 0)) return code
    const now = clock.now()
    const wasRefused = code === exitCodes.refused
    const next = Math.max(run, lastDueAt(wasRefused ? now + afterRefusalMs : now)) + 1
    const because = wasRefused ? 'refusal' : 'long-run'
    onNext({ inMs: dueAt(next) - now, leftOut: next - run - 1, because })
    if (!(await isReached(clock, dueAt(next), signal))) return exitCodes.done
    run = Math.max(next, lastDueAt(clock.now()))
    if (run > next) onNext({ inMs: 0, leftOut: run - next, because: 'sleep' })
  }
}

/**
 * Wrong use is worth another try only where it has worked before: settings are edited while we watch. A damaged vault
 * and a bug wait for somebody.
 */
function isFinal(code: ExitCode, isFirst: boolean): boolean {
  if (code === exitCodes.wrongUse) return isFirst
  return code === exitCodes.vault || code === exitCodes.bug || code === exitCodes.interrupted
}

/** Waits for a moment; false when the user wants to stop first. */
async function isReached(clock: Clock, time: number, signal: AbortSignal): Promise<boolean> {
  try {
    for (let rest = time - clock.now(); rest > 0; rest = time - clock.now()) await clock.sleep(rest, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return !signal.aborted
}
