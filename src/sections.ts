import type { Composition } from './composition.ts'
import { type ExitCode, exitCodes } from './errors.ts'
import type { ReportPart } from './ports.ts'
import type { Journal } from './terminal/journal.ts'
import { type JsonDocument, jsonDocument, leftOpen } from './terminal/json-document.ts'
import type { ShownProgress } from './terminal/shown-progress.ts'
import { openSpool } from './terminal/spool.ts'

/** A directory that a command is about, and through what that part of the command speaks. */
export interface Section {
  target: Awaited<ReturnType<Composition['targets']>>[number]
  composition: Composition
  document: JsonDocument
  progress: ShownProgress
  /** What it is called, where there may be several; what it says is then kept until it has ended. */
  name?: string
  /** Sentences on standard error, for people or for whoever collects logs. */
  journal: Journal
  /** A line for people on standard output. */
  say(line?: string): void
  /** Asks the user something; nobody else asks meanwhile. */
  ask<T>(question: () => Promise<T>): Promise<T>
  /** Its part of the page that was asked for. */
  report?: ReportPart | undefined
  /** What there is to say when this part ended before its end. */
  abandon?: () => void
}

/** What a section has said, and how it ended. */
export interface EndedSection extends Disposable {
  name: string
  code: ExitCode
  /** Whether it has said anything. */
  isSilent: boolean
  /** One JSON document for scripts, or lines for people. */
  pieces(): Iterable<string>
}

/** A section that keeps what it says, for scripts or for people, until it has ended. */
export function keptSection(
  parts: Omit<Section, 'document' | 'say' | 'abandon'> & { name: string },
  how: { asJson: boolean; onDisk: boolean },
): { section: Section; ended(code: ExitCode): EndedSection } {
  const { name } = parts
  const spool = openSpool(how)
  let isSilent = true
  let isLast = false
  // Set in, as it is part of another document; a text in JSON has no line breaks of its own.
  const document = jsonDocument((text) => {
    if (how.asJson) spool.write((isLast ? text.trimEnd() : text).replaceAll('\n', '\n    '))
  })
  document.field('connection', name)
  // Its last field comes after whatever the command says in it.
  const open = leftOpen(document)

  function say(line = ''): void {
    isSilent = false
    if (!how.asJson) spool.write(`${line}\n`)
  }

  return {
    section: { ...parts, document: open, say },
    ended(code) {
      document.field('exitCode', code)
      isLast = true
      document.end()
      return { name, code, isSilent, pieces: () => spool.pieces(), [Symbol.dispose]: () => spool.close() }
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

/** Whether everything was done that was to be done; a dry run may have found changes. */
export function isDone(code: ExitCode): boolean {
  return code === exitCodes.done || code === exitCodes.changesFound
}
