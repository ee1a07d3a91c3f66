import type { GeneratorContribution, Person } from '@avatarctl/sdk'
import type { Made } from '../records.ts'
import type { JsonDocument } from './json-document.ts'
import { safeText } from './safe-text.ts'

/** What was made for one person, with one value of an option that decides what is drawn. */
export interface ShownSample extends Made {
  choice: { option: string; value: unknown } | null
}

export type PreviewedGenerator = Pick<GeneratorContribution, 'id' | 'title' | 'sends'> & {
  /** Whom it may ask. */
  asks: readonly string[]
}

/** Told before anybody is asked; undefined where nobody is. */
export function asksSentence(
  { id, asks, sends }: PreviewedGenerator,
  { madeUp }: { madeUp: boolean },
): string | undefined {
  if (asks.length === 0) return undefined
  const whose = madeUp ? 'made-up people, whose addresses end in example.com' : 'the people that you named'
  const tells = sends.length > 0 ? `, and sends: ${sends.join(', ')}` : ''
  return `${id} may ask ${asks.join(', ')}${tells}. The samples are of ${whose}.`
}

/** Tells what samples there are: pictures or their paths on standard output, sentences beside it. */
export function previewView(
  { id, title, asks, sends }: PreviewedGenerator,
  parts: { asJson: boolean; document: JsonDocument; say(line: string): void; note(sentence: string): void },
): {
  sample(sample: ShownSample): void
  end(sheets: readonly string[]): { failed: number }
} {
  const { asJson, document, say, note } = parts
  const failures: {
    person: Person
    choice: ShownSample['choice']
    generator: string | null
    error: Failure
  }[] = []
  const options = new Set<string>()
  let samples = 0
  let none = 0
  if (asJson) {
    document.field('generator', id)
    document.field('asks', asks)
    document.field('sends', sends)
    document.list('samples')
  }

  return {
    sample({ person, choice, file, failure }) {
      if (choice) options.add(choice.option)
      if (failure) failures.push({ person, choice, ...failure })
      else if (!file) none += 1
      else {
        samples += 1
        const { path: _, ...sample } = file
        if (asJson) document.item('samples', { ...sample, choice })
      }
    },

    end(sheets) {
      const failed = failures.length
      if (asJson) {
        const who = ({ id: person, name }: Person) => ({ id: person, name: name ?? null })
        document.field(
          'failed',
          failures.map((one) => ({ ...one, person: who(one.person) })),
        )
        document.field('sheets', sheets)
        document.field('summary', { samples, failed, none })
        document.end()
        return { failed }
      }
      for (const { person, choice, error } of failures) {
        const whose = [person.name ?? person.email ?? person.id, choice && String(choice.value)]
        note(`✖ ${whose.filter(Boolean).join(', ')}: ${error.message}`)
      }
      for (const sheet of sheets) say(safeText(sheet))
      const each = options.size > 0 ? `, with each ${[...options].join(' and each ')}` : ''
      const missing = none > 0 ? `; it has no image of ${none === 1 ? 'one person' : `${none} people`}` : ''
      note(`${samples} ${samples === 1 ? 'sample' : 'samples'} of ${title} (${id})${each}${missing}`)
      if (samples === 0 && failed === 0) note('Name people whom it knows with --seed or --from.')
      return { failed }
    },
  }
}

interface Failure {
  code: string
  message: string
}
