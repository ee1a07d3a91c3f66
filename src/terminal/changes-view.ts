import { green, red, yellow } from 'ansis'
import type { Change, ChangeResult } from '../records.ts'
import type { JsonDocument } from './json-document.ts'
import { remarksOn } from './remarks.ts'
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
  /** What there is to say when the run ended before its end; undefined when it had not even begun. */
  abandon(): void
  end(totals: Totals): Summary
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
  const groups = new Map<string, { names: string[]; more: number; bad: boolean }>()
  /** Generators that had no image, which another one made up for. */
  const noted = new Map<string, number>()
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
    const { change, outcome, error } = result
    const bad = outcome === 'failed' || outcome === 'unknown' || error?.code === 'changed'
    const what = words[change.action][outcome === 'planned' ? 0 : 1]
    const by = change.generator && !bad ? ` with ${change.generator}` : ''
    if (change.action === 'backup') stored = true
    const title =
      outcome === 'done' || outcome === 'planned'
        ? [`${what}${by}`, change.reason].filter((part, index, all) => all.indexOf(part) === index).join(': ')
        : `${bad ? 'failed' : 'left alone'}: ${error?.message ?? change.reason}`
    const found = groups.get(title) ?? { names: [], more: 0, bad }
    if (found.names.length < namesShown || (dryRun && outcome === 'planned')) found.names.push(nameOf(change))
    else found.more += 1
    groups.set(title, found)
    for (const what of remarksOn(result)) noted.set(what, (noted.get(what) ?? 0) + 1)
  }

  function show(): void {
    for (const [title, { names, more, bad }] of groups) {
      const paint = bad ? red : title.startsWith('left alone') ? yellow : green
      const line = `${bad ? '✖' : '•'} ${title} (${names.length + more})`
      say(paint(sentenceFor(process.stdout, line)))
      for (const name of names) say(`    ${name}`)
      if (more > 0) say(`    … and ${more} more`)
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
      if (!begun) return
      const seconds = Math.round(performance.now() - started) / 1000
      const { planned, done, failed, skipped } = counts
      const people = planned + done + failed + skipped
      const { requests, rateLimited } = asked
      if (asJson) document.field('summary', { people, ...counts, requests, rateLimited, seconds })
      else show()
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
      // Whatever goes wrong from here on comes after all of this.
      begun = false
      if (asJson) {
        // The document stays open: what goes wrong when the directory and the vault are closed belongs into it.
        document.field('summary', summary)
        return summary
      }
      show()
      say(closing(summary, { dryRun, unknown, stored }))
      return summary
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

function nameOf({ person }: Change): string {
  const name = person.name ?? [person.firstName, person.lastName].filter(Boolean).join(' ')
  const key = person.email ?? person.id
  return safeText(name && name !== key ? `${name} (${key})` : key)
}

/** A change in the words of the JSON contract. */
function asContract({ change, outcome, after, error }: ChangeResult): unknown {
  const { person, action, reason, generator, credit = null, before, failures, passed } = change
  const { id, email = null, extension = null } = person
  const name = person.name ?? ([person.firstName, person.lastName].filter(Boolean).join(' ') || null)
  const about = { person: { id, name, email, extension }, action, reason, generator, credit, before, after }
  return { ...about, outcome, error, ...(failures && { failures }), ...(passed && { passed }) }
}
