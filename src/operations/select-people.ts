import type { GeneratorPerson, Person, PersonKind, PersonStatus } from '@avatarctl/sdk'
import picomatch from 'picomatch'
import { AppError } from '../errors.ts'
import type { KnownAs } from '../records.ts'

/** The fields that `--where` knows. */
export const whereFields = ['name', 'email', 'extension', 'department', 'site', 'id'] as const

export type WhereField = (typeof whereFields)[number]

/** `*` and `?` as in file names; letter case plays no part. */
export interface Condition {
  field: WhereField
  glob: string
}

/** Which people a command is about. */
export interface Selection {
  kind: PersonKind | 'all'
  status: readonly PersonStatus[]
  /** All of them must match. */
  where: readonly Condition[]
  /** Ids, extensions or e-mails; when not empty, nobody else is meant, whatever their kind and status. */
  keys: readonly string[]
  /** Whoever meets one of these is left alone, unless they are named. */
  exclude?: readonly Condition[]
}

/** A person's display name, however the directory holds it. */
export function displayName(person: Pick<Person, 'name' | 'firstName' | 'lastName'>): string {
  return person.name ?? [person.firstName, person.lastName].filter(Boolean).join(' ')
}

/** A test for one selection; compiled once, as it is asked 100,000 times. */
export function selects(selection: Selection): (person: Person) => boolean {
  const { kind, status } = selection
  const meets = meetsAll(selection.where)
  const keys = new Set(selection.keys.map(folded))
  return (person) => {
    if (keys.size > 0) return isNamed(person, keys)
    if (kind !== 'all' && person.kind !== kind) return false
    if (!status.includes(person.status)) return false
    return meets(person)
  }
}

/** A test for people whom a selection leaves alone although it holds them. */
export function excludes({ exclude = [], keys }: Selection): (person: Person) => boolean {
  if (keys.length > 0 || exclude.length === 0) return () => false
  const conditions = exclude.map((condition) => meetsAll([condition]))
  return (person) => conditions.some((meets) => meets(person))
}

/** A test for conditions all of which have to be met. */
export function meetsAll(conditions: readonly Condition[]): (person: GeneratorPerson) => boolean {
  const globs = conditions.map(({ field, glob }) => ({
    field,
    // Not a path: a slash or a leading dot is a letter like any other, so both are hidden from the matcher.
    matches:
      glob === ''
        ? (value: string) => value === ''
        : picomatch(hide(glob), { nocase: true, dot: true, noextglob: true, nobrace: true, nonegate: true }),
  }))
  return (person) =>
    globs.every(({ field, matches }) => {
      const value = field === 'name' ? displayName(person) : person[field]
      return matches(hide(value ?? ''))
    })
}

/** Reads conditions as `--where` and the settings have them, FIELD=GLOB. Throws `AppError` `wrong-use`. */
export function conditionsFrom(texts: readonly string[]): Condition[] {
  return texts.map((text) => {
    const [name = '', ...rest] = text.split('=')
    const field = whereFields.find((one) => one === name.trim().toLowerCase())
    if (field && rest.length > 0) return { field, glob: rest.join('=') }
    throw new AppError('wrong-use', `"${text}" is not of the form FIELD=GLOB`, {
      hint: `For example department=Sales*. Fields: ${whereFields.join(', ')}.`,
    })
  })
}

/** Whether one of the keys is this person's id, extension or e-mail. */
function isNamed(person: Person, keys: ReadonlySet<string>): boolean {
  return [person.id, person.email, person.extension].some(
    (value) => value !== undefined && keys.has(folded(value)),
  )
}

/** Whether a key is the id, extension or e-mail under which somebody is known to the vault. */
export function isKnownAs(key: string, { person, who }: { person: string; who: KnownAs }): boolean {
  return [person, who.email, who.extension].some((value) => value !== null && folded(value) === folded(key))
}

/** Throws `AppError` `wrong-use` when a key names nobody: a slip of the pen is not "nothing to do". */
export function mustAllBeThere(keys: readonly string[], people: readonly Person[]): void {
  const missing = keys.filter((key) => !people.some((person) => isNamed(person, new Set([folded(key)]))))
  if (missing.length === 0) return
  throw new AppError(
    'wrong-use',
    `Nobody in the directory has the id, e-mail or extension ${missing.join(', ')}`,
    {
      hint: 'Nothing was done. `avatarctl list` shows everybody with id, e-mail and extension.',
    },
  )
}

const folded = (text: string) => text.trim().normalize('NFC').toLowerCase()
const hide = (text: string) => text.replaceAll('/', '\u2215').normalize('NFC')
