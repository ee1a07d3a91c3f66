import { AppError } from '../errors.ts'
import type { ListedPerson } from '../records.ts'
import { csvLine } from './csv.ts'
import type { JsonDocument } from './json-document.ts'
import { sentenceFor } from './sentence.ts'
import { type Column, roomFor, streamingTable } from './table.ts'

const owners = {
  'own-current': 'ours',
  'own-outdated': 'ours, out of date',
  human: 'human',
  unknown: 'unknown',
} as const

const fullName = ({ person }: ListedPerson) =>
  person.name ?? [person.firstName, person.lastName].filter(Boolean).join(' ')

const columns = {
  name: { title: 'NAME', weight: 5, value: fullName },
  email: { title: 'EMAIL', weight: 6, value: ({ person }) => person.email ?? '' },
  id: { title: 'ID', weight: 4, value: ({ person }) => person.id },
  extension: { title: 'EXT', weight: 2, value: ({ person }) => person.extension ?? '' },
  employee: { title: 'EMPLOYEE', weight: 2, value: ({ person }) => person.employee ?? '' },
  department: { title: 'DEPARTMENT', weight: 3, value: ({ person }) => person.department ?? '' },
  site: { title: 'SITE', weight: 3, value: ({ person }) => person.site ?? '' },
  kind: { title: 'KIND', weight: 2, value: ({ person }) => person.kind },
  status: { title: 'STATUS', weight: 3, value: ({ person }) => person.status },
  photo: {
    title: 'PHOTO',
    weight: 2,
    value: ({ photo }) => (photo.placeholder ? 'placeholder' : photo.state),
  },
  owner: { title: 'OWNER', weight: 3, value: ({ photo }) => (photo.owner ? owners[photo.owner] : '') },
  version: { title: 'VERSION', weight: 4, value: ({ photo }) => photo.version ?? '' },
  sha256: { title: 'SHA-256', weight: 1, columns: 64, value: ({ photo }) => photo.sha256 ?? '' },
} satisfies Record<string, Column<ListedPerson>>

type ColumnName = keyof typeof columns

const shownByDefault: ColumnName[] = ['name', 'email', 'department', 'photo', 'owner']

/** Shows a list of people as they come: as a table, CSV or JSON. Sorting has to wait for the last one. */
export function peopleView(options: {
  asJson: boolean
  csv: boolean
  /** A page shows everybody: people are told the sums only. */
  gallery?: string | undefined
  columns?: string | undefined
  sort?: string | undefined
  /** Which of several directories it is: CSV of several has one head, and says so in each row. */
  name?: string | undefined
  document: JsonDocument
  say(line: string): void
  columnsOf: { columns?: number; isTTY?: boolean }
}): { begin(directory: string): void; person(listed: ListedPerson): void; end(): void } {
  const { asJson, csv, name, document, say } = options
  const before = name === undefined ? [] : [name]
  const chosen = options.columns ? options.columns.split(',').map(columnNamed) : shownByDefault
  const order = options.sort ? orderBy(options.sort) : undefined
  const table = streamingTable(
    chosen.map((name) => columns[name]),
    roomFor(options.columnsOf),
  )
  const hasTable = options.gallery === undefined
  const kept: ListedPerson[] = []
  const faces = new Map<string, number>()
  const summary = { people: 0, missing: 0, own: 0, human: 0 }

  function noteFace({ photo: { sha256, owner } }: ListedPerson): void {
    if (sha256 && owner === 'human') faces.set(sha256, (faces.get(sha256) ?? 0) + 1)
  }

  function show(listed: ListedPerson): void {
    if (asJson) document.item('people', asContract(listed))
    else if (csv) say(csvRow([...before, ...chosen.map((column) => columns[column].value(listed))]))
    else if (hasTable) say(table.row(listed))
  }

  return {
    begin(directory) {
      if (asJson) {
        document.field('directory', directory)
        document.list('people')
      } else if (!csv) {
        if (hasTable) say(table.head())
      } else if (name === undefined) say(csvRow(chosen))
    },
    person(listed) {
      summary.people += 1
      if (listed.photo.state === 'missing') summary.missing += 1
      if (listed.photo.owner?.startsWith('own')) summary.own += 1
      if (listed.photo.owner === 'human') summary.human += 1
      noteFace(listed)
      if (order) kept.push(listed)
      else show(listed)
    },
    end() {
      if (order) for (const listed of kept.sort(order)) show(listed)
      if (asJson) {
        // The document stays open: where a page is, is told after it.
        document.field('summary', summary)
      } else if (!csv) {
        const { people, missing, own, human } = summary
        if (hasTable) say('')
        for (const line of shared(faces)) say(sentenceFor(process.stdout, line))
        say(
          `${people} ${people === 1 ? 'person' : 'people'}: ${missing} without a photo, ${own} with ours, ${human} with their own`,
        )
      }
    },
  }
}

/** The head of CSV that has the people of several directories, as `--columns` chooses. */
export function headOfSeveral(chosen: string | undefined): string {
  return csvRow(['directory', ...(chosen ? chosen.split(',').map(columnNamed) : shownByDefault)])
}

/** A picture that several people are shown with is a placeholder, more likely than not. */
function shared(faces: ReadonlyMap<string, number>): string[] {
  const often = [...faces].filter(([, people]) => people > 1).sort(([, one], [, other]) => other - one)
  if (often.length === 0) return []
  return [
    ...often.map(([sha256, people]) => `The same picture is shown for ${people} people: ${sha256}`),
    'Where nobody has chosen it, it belongs under "placeholders" in the settings.',
  ]
}

/** Whether the columns that were chosen need what each photo hashes to. */
export function hasHashes(chosen: string | undefined): boolean {
  return (chosen ?? '').split(',').some((name) => name.trim().toLowerCase() === 'sha256')
}

const csvRow = (cells: readonly string[]) => csvLine(cells).replace(/\n$/, '')

function columnNamed(text: string): ColumnName {
  const name = text.trim().toLowerCase()
  if (Object.hasOwn(columns, name)) return name as ColumnName
  throw new AppError('wrong-use', `There is no column "${text.trim()}"`, {
    hint: `Columns: ${Object.keys(columns).join(', ')}.`,
  })
}

function orderBy(text: string): (a: ListedPerson, b: ListedPerson) => number {
  const down = text.startsWith('-')
  const { value } = columns[columnNamed(down ? text.slice(1) : text)]
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  return (a, b) => (down ? -1 : 1) * collator.compare(value(a), value(b))
}

function asContract({ person, photo }: ListedPerson): unknown {
  const { id, email = null, extension = null, department = null, kind, status } = person
  return { id, name: fullName({ person, photo }) || null, email, extension, department, kind, status, photo }
}
