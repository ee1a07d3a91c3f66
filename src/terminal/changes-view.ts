import { green, red, yellow } from 'ansis'
import { nextStep } from '../next-step.ts'
import type { Change, ChangeResult } from '../records.ts'
import type { JsonDocument } from './json-document.ts'
import { madeUpFor } from './made-up-for.ts'
import { safeText } from './safe-text.ts'
import { sentenceFor } from './sentence.ts'

/** Sums of a run, as the JSON contract has them. */
export interface Summary {
  people: number
  planned: number
  done: number
  failed: number
  skipped: number
  requests: number
  rateLimited: number
  seconds: number
}

/** What a run came to: people looked at, people to be changed, and what was asked of the directory. */
export interface Totals {
  people: number
  due: number
  traffic: { readonly requests: number; readonly rateLimited: number }
}

/** Shows changes as they come, to people or to scripts, and adds them up. */
export interface ChangesView {
  begin(
    header: { run: string | null; directory: string; dryRun: boolean },
    /** What was asked of the directory, as it grows. */
    traffic: Totals['traffic'],
  ): void
  result(result: ChangeResult): void
  /** Says what there is to say when the run ended before its end; undefined when it had not even begun. */
  abandon(): Summary | undefined
  /** Answers with the sums, and with the one line that people are shown of them. */
  end(totals: Totals): { summary: Summary; line: string }
  /** Somebody failed, or was refused because the photo changed since the plan. */
  readonly someFailed: boolean
  readonly damagedOriginals: boolean
}

const words: Record<Change['action'], [planned: string, done: string]> = {
  create: ['would get an avatar', 'got an avatar'],
  replace: ['would be replaced', 'was replaced'],
  refresh: ['would be refreshed', 'was refreshed'],
  remove: ['would be taken away', 'was taken away'],
  backup: ['would be stored', 'stored'],
  skip: ['left alone', 'left alone'],
}

/** The same where a photo of the user's own goes up, whatever it replaces: that stands in the reason. */
const ownWords = ['would get their photo', 'got their photo'] as const

const wordsFor = ({ file, action }: Change) => (file === undefined ? words[action] : ownWords)

/** Reasons with more names than this get a number for the rest. */
const namesShown = 20

/** A view for `--json` (every change, as it comes) or for people (a line each while they are few, then groups). */
export function changesView(options: {
  asJson: boolean
  document: JsonDocument
  say(line: string): void
}): ChangesView {
  const { asJson, document, say } = options
  const started = performance.now()
  const counts = { planned: 0, done: 0, failed: 0, skipped: 0 }
  const groups = new Map<string, { names: string[]; more: number; bad: boolean; next: string | undefined }>()
  /** Generators that had no image, which another one made up for. */
  const noted = new Map<string, number>()
  /** Photos whose source is too small. */
  const blurred: string[] = []
  let asked: Totals['traffic'] = { requests: 0, rateLimited: 0 }
  /** A backup, which changes nothing. */
  let stored = false
  let begun = false
  let dryRun = false
  let changed = false
  let unknown = 0
  let damagedOriginals = false

  function count({ outcome, error }: ChangeResult): void {
    if (outcome === 'unknown') counts.failed += 1
    else counts[outcome] += 1
    if (error?.code === 'changed') changed = true
    if (error?.code === 'vault-damaged') damagedOriginals = true
    if (outcome === 'unknown') unknown += 1
  }

  function group(result: ChangeResult): void {
    const { change, outcome } = result
    const bad = isBad(result)
    if (change.action === 'backup') stored = true
    const title = titleOf(result)
    const found = groups.get(title) ?? { names: [], more: 0, bad, next: bad ? nextStep(result) : undefined }
    if (found.names.length < namesShown || (dryRun && outcome === 'planned'))
      found.names.push(withFile(change))
    else found.more += 1
    groups.set(title, found)
    if (!bad) blurred.push(...tooSmall(result))
    for (const what of madeUpFor(change)) noted.set(what, (noted.get(what) ?? 0) + 1)
  }

  function show(): void {
    for (const [title, { names, more, bad, next }] of groups) {
      const paint = bad ? red : title.startsWith('left alone') ? yellow : green
      const line = `${bad ? '✖' : '•'} ${title} (${names.length + more})`
      say(paint(sentenceFor(process.stdout, line)))
      for (const name of names) say(`    ${name}`)
      if (more > 0) say(`    … and ${more} more`)
      if (next !== undefined) say(sentenceFor(process.stdout, `  → ${next}`))
    }
    if (blurred.length > 0) {
      const few = blurred.slice(0, namesShown).join(', ')
      const more = blurred.length > namesShown ? ` and ${blurred.length - namesShown} more` : ''
      const what = `! the photo is so small that it is blurred (${blurred.length}): ${few}${more}`
      say(yellow(sentenceFor(process.stdout, what)))
    }
    for (const [what, count] of noted) say(yellow(sentenceFor(process.stdout, `! ${what} (${count})`)))
  }

  return {
    get someFailed() {
      return counts.failed > 0 || changed
    },
    get damagedOriginals() {
      return damagedOriginals
    },
    abandon() {
      if (!begun) return undefined
      const seconds = Math.round(performance.now() - started) / 1000
      const { planned, done, failed, skipped } = counts
      const people = planned + done + failed + skipped
      const { requests, rateLimited } = asked
      const summary = { people, ...counts, requests, rateLimited, seconds }
      if (asJson) document.field('summary', summary)
      else show()
      return summary
    },
    begin(header, traffic) {
      asked = traffic
      begun = true
      dryRun = header.dryRun
      if (!asJson) return
      for (const [name, value] of Object.entries(header)) document.field(name, value)
      document.list('changes')
    },
    result(result) {
      count(result)
      if (asJson) document.item('changes', asContract(result))
      else group(result)
    },
    end({ people, due, traffic }) {
      const seconds = Math.round(performance.now() - started) / 1000
      const planned = dryRun ? counts.planned : due
      const leftAlone = people - (dryRun ? counts.planned : counts.done) - counts.failed
      const skipped = Math.max(counts.skipped, leftAlone)
      const summary = {
        people,
        ...counts,
        planned,
        skipped,
        requests: traffic.requests,
        rateLimited: traffic.rateLimited,
        seconds,
      }
      const line = closing(summary, { dryRun, unknown, stored })
      // Whatever goes wrong from here on comes after all of this.
      begun = false
      if (asJson) {
        // The document stays open: what goes wrong when the directory and the vault are closed belongs into it.
        document.field('summary', summary)
        return { summary, line }
      }
      show()
      say(line)
      return { summary, line }
    },
  }
}

function closing(
  summary: Summary,
  { dryRun, unknown, stored }: { dryRun: boolean; unknown: number; stored: boolean },
): string {
  const { people, planned, done, failed, skipped, seconds } = summary
  const parts = [
    `${people} ${people === 1 ? 'person' : 'people'}`,
    dryRun ? `${planned} to change` : `${done} ${stored ? 'stored' : 'changed'}`,
    `${skipped} left as they are`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} of them to be looked at by the next run`] : []),
  ]
  return `${parts.join(', ')} (${seconds.toFixed(1)} s)${dryRun ? '. Nothing was written.' : ''}`
}

const isBad = ({ outcome, error }: ChangeResult) =>
  outcome === 'failed' || outcome === 'unknown' || error?.code === 'changed'

/** Under which people stand together: what became of them, and why. */
function titleOf(result: ChangeResult): string {
  const { change, outcome, error } = result
  if (outcome !== 'done' && outcome !== 'planned')
    return `${isBad(result) ? 'failed' : 'left alone'}: ${error?.message ?? change.reason}`
  const by = change.generator ? ` with ${change.generator}` : ''
  const what = `${wordsFor(change)[outcome === 'planned' ? 0 : 1]}${by}`
  return what === change.reason ? what : `${what}: ${change.reason}`
}

/** How people know somebody. */
export function nameOf({ person }: Pick<Change, 'person'>): string {
  const name = person.name ?? [person.firstName, person.lastName].filter(Boolean).join(' ')
  const key = person.email ?? person.id
  return safeText(name && name !== key ? `${name} (${key})` : key)
}

/** Whose photo is blurred, and how small its source is. */
function tooSmall({ change, after }: ChangeResult): string[] {
  const side = after?.small ?? change.small
  return side === undefined ? [] : [`${nameOf(change)}: ${side} x ${side}`]
}

/** The same with the file that goes up. */
function withFile(change: Change): string {
  return change.file === undefined ? nameOf(change) : `${nameOf(change)}: ${safeText(change.file)}`
}

/** A person in the words of the JSON contract. */
export function personOf({
  person,
}: Pick<Change, 'person'>): Record<'id' | 'name' | 'email' | 'extension', string | null> {
  const { id, email = null, extension = null } = person
  const name = person.name ?? ([person.firstName, person.lastName].filter(Boolean).join(' ') || null)
  return { id, name, email, extension }
}

/** A change in the words of the JSON contract. */
function asContract({ change, outcome, after, error }: ChangeResult): unknown {
  const { action, reason, generator, credit = null, before, failures, passed } = change
  const about = { person: personOf(change), action, reason, generator, credit, before, after }
  const own = change.file === undefined ? {} : { file: change.file, by: change.by, small: change.small }
  return { ...about, outcome, error, ...own, ...(failures && { failures }), ...(passed && { passed }) }
}
