import { bold, red, yellow } from 'ansis'
import { type GeneratorPass, type Made, noSvg } from '../records.ts'
import type { JsonDocument } from './json-document.ts'
import { inWords, madeUpFor } from './made-up-for.ts'
import { safeText } from './safe-text.ts'
import { sentenceFor } from './sentence.ts'

/** So many files are named one by one; more are only counted. */
const filesShown = 20

/** Reasons with more names than this get a number for the rest. */
const namesShown = 20

/** Shows files as they are made, to people or to scripts. */
export function filesView(options: { asJson: boolean; document: JsonDocument; say(line: string): void }): {
  made(made: Made): void
  sheet(path: string): void
  end(): { failed: number }
} {
  const { asJson, document, say } = options
  const started = performance.now()
  const failures: {
    person: { id: string; name: string | null }
    generator: string | null
    error: { code: string; message: string }
  }[] = []
  const sheets: string[] = []
  /** Generators that had no image, which another one made up for. */
  const noted = new Map<string, number>()
  /** Why there is none at all, of whoever said so, and for whom. */
  const passes: ({ person: { id: string; name: string | null } } & GeneratorPass)[] = []
  let files = 0
  let none = 0
  if (asJson) document.list('files')
  const complain = (sentence: string) => say(red(sentenceFor(process.stdout, `✖ ${sentence}`)))

  return {
    made({ person, file, failure, passed = [] }) {
      const who = { id: person.id, name: person.name ?? null }
      if (file) {
        files += 1
        for (const what of madeUpFor(file)) noted.set(what, (noted.get(what) ?? 0) + 1)
        if (asJson) document.item('files', file)
        else if (files <= filesShown) say(safeText(file.path))
      } else if (failure) {
        failures.push({ person: who, ...failure })
      } else {
        none += 1
        for (const pass of passed) passes.push({ person: who, ...pass })
      }
    },
    sheet: (path) => void sheets.push(path),
    end() {
      const seconds = Math.round(performance.now() - started) / 1000
      const failed = failures.length
      if (asJson) {
        document.field('failed', failures)
        document.field('passed', passes)
        if (sheets.length > 0) document.field('sheets', sheets)
        document.field('summary', { files, failed, none, seconds })
        document.end()
        return { failed }
      }
      if (files > filesShown) say(`… and ${files - filesShown} more`)
      for (const [what, count] of noted) say(yellow(sentenceFor(process.stdout, `! ${what} (${count})`)))
      for (const [what, names] of namesByReason(passes)) {
        say(yellow(sentenceFor(process.stdout, `! ${what} (${names.length})`)))
        for (const name of names.slice(0, namesShown)) say(`    ${safeText(name)}`)
        if (names.length > namesShown) say(`    … and ${names.length - namesShown} more`)
      }
      for (const { person, error } of failures)
        if (error.code !== noSvg) complain(`${person.name ?? person.id}: ${error.message}`)
      for (const [message, count] of countedBy(failures.filter(({ error }) => error.code === noSvg)))
        complain(`${message} (${count} ${count === 1 ? 'person' : 'people'})`)
      for (const sheet of sheets) say(`Contact sheet: ${bold(safeText(sheet))}`)
      const missing = none > 0 ? `, ${none} without an image from any generator` : ''
      say(
        `${files} ${files === 1 ? 'image' : 'images'}${missing}${failed > 0 ? `, ${failed} failed` : ''} (${seconds.toFixed(1)} s)`,
      )
      return { failed }
    },
  }
}

function namesByReason(
  passes: readonly ({ person: { id: string; name: string | null } } & GeneratorPass)[],
): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { person, ...pass } of passes) {
    const what = inWords(pass)
    const names = found.get(what) ?? []
    names.push(person.name ?? person.id)
    found.set(what, names)
  }
  return found
}

/** Each message, and how often it was there. */
function countedBy(failures: readonly { error: { message: string } }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { error } of failures) counts.set(error.message, (counts.get(error.message) ?? 0) + 1)
  return counts
}
