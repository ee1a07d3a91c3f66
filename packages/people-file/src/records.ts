import type { Person } from '@avatarctl/sdk'
import type { Field } from './columns.ts'
import type { Row } from './row.ts'
import { plainText, trimmed } from './values.ts'
import { cappedWarnings, rowCount, wordWarnings } from './warnings.ts'
import { kindOf, statusOf } from './words.ts'

/** A person as a file lists them. */
export type PersonRecord = Omit<Person, 'photo'>

const TEXTS = [
  'firstName',
  'lastName',
  'name',
  'initials',
  'email',
  'extension',
  'employee',
  'department',
  'site',
] as const

/** Makes people of rows: one for each id, everything doubtful named in a warning. */
export async function* records(
  rows: AsyncIterable<Row>,
  file: string,
  warn: (sentence: string) => void,
): AsyncGenerator<PersonRecord> {
  const ids = new Set<string>()
  const passedOver = cappedWarnings(
    warn,
    (more) => `${file}: … and ${rowCount(more)} more without a name and an e-mail address.`,
  )
  const repeated = cappedWarnings(
    warn,
    (more) => `${file}: … and ${rowCount(more)} more with an id that was there before.`,
  )
  const kinds = wordWarnings(
    warn,
    (word, count) =>
      `${file}: the kind ${word} (${count}) is not known; taken for something other than a person.`,
  )
  const statuses = wordWarnings(
    warn,
    (word, count) => `${file}: the status ${word} (${count}) is not known; taken for disabled.`,
  )

  for await (const row of rows) {
    const texts: Partial<Record<(typeof TEXTS)[number], string>> = {}
    for (const field of TEXTS) {
      const text = first(row, field, plainText)
      if (text !== '') texts[field] = text
    }
    const parts = [texts.firstName, texts.lastName].filter((part) => part !== undefined).join(' ')
    const fullName = texts.name ?? parts
    if (texts.name === parts) delete texts.name
    if (fullName === '' && texts.email === undefined) {
      passedOver.add(`${file}, ${row.place}: no name and no e-mail address; it was passed over.`)
      continue
    }
    const id = ownCopy(first(row, 'id', trimmed) || (texts.email ?? fullName))
    if (ids.has(id)) {
      repeated.add(
        `${file}, ${row.place}: the id “${id.slice(0, 100)}” was there before; only its first row is used.`,
      )
      continue
    }
    ids.add(id)

    const kindWord = first(row, 'kind', plainText)
    const kind = kindOf(kindWord)
    if (kind === undefined) kinds.add(kindWord)
    const statusWord = first(row, 'status', plainText)
    const status = statusOf(statusWord)
    if (status === undefined) statuses.add(statusWord)
    yield { id, ...texts, kind: kind ?? 'other', status: status ?? 'disabled' }
  }
  for (const warnings of [passedOver, repeated, kinds, statuses]) warnings.end()
}

function first(row: Row, field: Field, clean: (value: string) => string): string {
  for (const value of row.values(field)) {
    const text = clean(value)
    if (text !== '') return text
  }
  return ''
}

/** A part of a long string keeps all of it in memory; ids are kept to the end, and must not keep the file. */
function ownCopy(id: string): string {
  return Buffer.from(id, 'utf16le').toString('utf16le')
}
