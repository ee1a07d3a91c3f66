import type { Person } from '@avatarctl/sdk'
import type { ChangeResult, ListedPerson } from '../records.ts'
import { redacted } from '../redaction.ts'
import { nextStep } from '../next-step.ts'

/** One person of a page. What is not known is left out: there are thousands of these. */
export interface Entry {
  id: string
  name?: string | undefined
  email?: string | undefined
  extension?: string | undefined
  department?: string | undefined
  site?: string | undefined
  kind?: string | undefined
  status?: string | undefined
  /** Whether there was a photo (of a change), or is one (of a gallery). */
  before: 'present' | 'missing' | 'unknown'
  /** Of a change. */
  action?: string
  outcome?: string
  reason?: string
  generator?: string | undefined
  credit?: string | undefined
  error?: string | undefined
  /** The user's own file that goes up. */
  file?: string | undefined
  /** Width and height of a source so small that the photo is blurred. */
  small?: number | undefined
  next?: string | undefined
  /** Generators that had no image, and said why. */
  passed?: string[] | undefined
  /** Of a gallery: whose photo it is, and whether it counts as none. */
  owner?: string | undefined
  placeholder?: true | undefined
}

/** A change as a page has it. */
export function changeEntry(result: ChangeResult): Entry {
  const { change, outcome, error } = result
  const { action, reason, generator, credit, before, failures = [], passed = [] } = change
  const others = [
    ...failures.map(({ message }) => message),
    ...passed.map((pass) => `${pass.generator} has none: ${pass.reason}`),
  ]
  return {
    ...personEntry(change.person),
    ...{ before: before.state, action, outcome, reason },
    generator: generator ?? undefined,
    credit,
    error: error?.message,
    file: change.file,
    small: result.after?.small ?? change.small,
    next: nextStep(result),
    passed: others.length > 0 ? others : undefined,
  }
}

/** Somebody of a list as a page has them. */
export function listedEntry({ person, photo }: ListedPerson): Entry {
  return {
    ...personEntry(person),
    before: photo.state,
    owner: photo.owner ?? undefined,
    placeholder: photo.placeholder,
  }
}

function personEntry(person: Person) {
  const { id, email, extension, department, site, kind, status } = person
  const name = person.name ?? [person.firstName, person.lastName].filter(Boolean).join(' ')
  return { id, name: name || undefined, email, extension, department, site, kind, status }
}

/** Controls, and marks that turn what is read: a name cannot pass for another one, and an emoji stays whole. */
const misleading = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** JSON that may stand in a script element whatever is in it, and that nothing secret is in. */
export function jsonFor(value: unknown): string {
  const json = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? redacted(inner).replace(misleading, ' ') : inner,
  )
  return json.replace(/[<>&]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
