import { AppError, type ExitCode, exitCodes, messageOf } from '../errors.ts'
import type { Finding } from '../records.ts'
import { wholeDirectoryFailure } from './failure.ts'

/** Something to look at, and what is said of it. */
export interface Probe {
  area: Finding['area']
  /** What it is about: a folder, a connection, a plugin. */
  subject: string
  /** Changes nothing. Whatever it throws is an error of its subject. */
  look(): Promise<readonly Observation[]>
}

export type Observation = Pick<Finding, 'severity' | 'message'> & Partial<Pick<Finding, 'hint' | 'exitCode'>>

/** Looks at one thing after the other; what is wrong with one hides nothing of the others. */
export async function* diagnose(probes: Iterable<Probe>, signal: AbortSignal): AsyncIterable<Finding> {
  for (const { area, subject, look } of probes) {
    signal.throwIfAborted()
    for (const observation of await look().catch(asObservation)) {
      signal.throwIfAborted()
      yield { area, subject, hint: null, exitCode: exitCodes.done, ...observation }
    }
  }
}

function asObservation(thrown: unknown): Observation[] {
  const error = wholeDirectoryFailure(thrown)
  const { message, exitCode } =
    error instanceof AppError ? error : { message: messageOf(error), exitCode: exitCodes.bug }
  return [{ severity: 'error', message, hint: (error as { hint?: string }).hint ?? null, exitCode }]
}

/** The exit code of what was found: 0 unless there is an error, and then the worst one's. */
export function verdict(findings: readonly Pick<Finding, 'severity' | 'exitCode'>[]): ExitCode {
  const codes = findings.filter(({ severity }) => severity === 'error').map(({ exitCode }) => exitCode)
  return codes.reduce<ExitCode>((worst, code) => (code > worst ? code : worst), exitCodes.done)
}
