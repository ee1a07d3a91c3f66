import { type ExitCode } from './errors.ts'
import { type EndedSection, isDone, keptSection, type Section, worstOf } from './sections.ts'
import type { JsonDocument } from './terminal/json-document.ts'
import { heading } from './terminal/heading.ts'
import { sentenceFor } from './terminal/sentence.ts'
import type { ShownProgress } from './terminal/shown-progress.ts'

/** How the directories of one command are worked on and shown. */
export interface Stage {
  /** JSON for scripts, CSV with one head for all, or blocks for people. */
  form: 'json' | 'csv' | 'blocks'
  /** What is kept until it is said may be in a file; a dry run writes none. */
  onDisk: boolean
  document: JsonDocument
  progress: ShownProgress
  write(text: string): void
  /** Writes something beside the progress. */
  above(writing: () => void): void
  /** What a section is made of, but for how it keeps what it says. */
  partsOf(
    target: Section['target'],
    progress: ShownProgress,
  ): Omit<Section, 'document' | 'say' | 'abandon'> & { name: string }
  /** Tells a failure where that is to be told; answers with its exit code. */
  fail(section: Section, thrown: unknown): ExitCode
}

/**
 * Works on several directories at once, each in a section of its own: what fails in one stops no other. Scripts get the
 * sections in the order in which they were named, people as soon as each has ended. Answers with the worst exit code.
 */
export async function workAtOnce(
  targets: readonly Section['target'][],
  stage: Stage,
  work: (section: Section) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { form, document, progress, write, above } = stage
  const due: (EndedSection | undefined)[] = targets.map(() => undefined)
  let shown = 0

  function show(one: EndedSection): void {
    if (form !== 'json') return above(() => put(one))
    document.raw('directories', one.pieces())
    one[Symbol.dispose]()
  }

  function put(section: EndedSection): void {
    using one = section
    if (one.isSilent) return
    if (form === 'blocks') write(`${heading(one.name, process.stdout)}\n`)
    for (const piece of one.pieces()) write(piece)
    if (form === 'blocks') write('\n')
  }

  async function workOn(target: Section['target'], index: number): Promise<{ name: string; code: ExitCode }> {
    const own = progress.part(target.address)
    const { section, ended } = keptSection(stage.partsOf(target, own), {
      asJson: form === 'json',
      onDisk: stage.onDisk,
    })
    let code: ExitCode
    try {
      code = await work(section)
    } catch (thrown) {
      section.abandon?.()
      code = stage.fail(section, thrown)
    }
    await own.end(isDone(code) ? 'done' : 'failed')
    const one = ended(code)
    if (form === 'blocks') show(one)
    else due[index] = one
    for (let next = due[shown]; next; next = due[shown]) {
      due[shown] = undefined
      shown += 1
      show(next)
    }
    return { name: one.name, code }
  }

  if (form === 'json') document.list('directories')
  const all = await Promise.all(targets.map(workOn))
  await progress.end()
  const failed = all.filter(({ code }) => !isDone(code))
  if (form === 'json') document.field('summary', { directories: all.length, failed: failed.length })
  if (form === 'blocks') write(`${sentenceFor(process.stdout, closing(all.length, failed))}\n`)
  return worstOf(all.map(({ code }) => code))
}

function closing(count: number, failed: readonly { name: string; code: ExitCode }[]): string {
  const all = count === 1 ? '1 directory' : `${count} directories`
  if (failed.length === 0) return `${all}, all done`
  const names = failed.map(({ name, code }) => `${name} (exit code ${code})`).join(', ')
  return `${all}, ${count - failed.length} done; not done: ${names}`
}
