import type { Composition } from './composition.ts'
import { type ExitCode, exitCodes } from './errors.ts'
import type { Journal } from './terminal/journal.ts'
import { type JsonDocument, jsonDocument, leftOpen } from './terminal/json-document.ts'
import type { ShownProgress } from './terminal/progress.ts'

/** A directory that a command is about, and through what that part of the command speaks. */
export interface Section {
  target: Awaited<ReturnType<Composition['targets']>>[number]
  composition: Composition
  document: JsonDocument
  progress: ShownProgress
  journal: Journal
  /** A line for people on standard output. */
  say(line?: string): void
  /** What there is to say when this part ended before its end. */
  abandon?: () => void
}

/** What a section has said, and how it ended. */
export interface EndedSection {
  address: string
  code: ExitCode
  /** For scripts: one JSON document. */
  json: string
  lines: readonly string[]
}

/** A section that keeps what it says until it has ended. */
export function keptSection(parts: Pick<Section, 'target' | 'composition' | 'progress' | 'journal'>): {
  section: Section
  ended(code: ExitCode): EndedSection
} {
  const [json, lines]: [string[], string[]] = [[], []]
  const document = jsonDocument((text) => void json.push(text))
  document.field('connection', parts.target.address)
  return {
    // Its last field comes after whatever the command says in it.
    section: { ...parts, document: leftOpen(document), say: (line = '') => void lines.push(line) },
    ended(code) {
      document.field('exitCode', code)
      document.end()
      return { address: parts.target.address, code, json: json.join('').trimEnd(), lines }
    },
  }
}

/** From best to worst. What stands last is what a script should hear of first. */
const byWeight: readonly ExitCode[] = [
  exitCodes.done,
  exitCodes.changesFound,
  exitCodes.someFailed,
  exitCodes.locked,
  exitCodes.unreachable,
  exitCodes.refused,
  exitCodes.wrongUse,
  exitCodes.vault,
  exitCodes.bug,
  exitCodes.interrupted,
]

/** The worst of several exit codes. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return byWeight[Math.max(0, ...codes.map((code) => byWeight.indexOf(code)))] ?? exitCodes.bug
}
