import { createHash } from 'node:crypto'
import type { GeneratorPerson } from '@avatarctl/sdk'
import { seedOf } from './seed.ts'

/** SHA-256 in hex of everything that a picture follows from; when it changes, the picture is out of date. */
export function fingerprintOf(
  generator: { id: string; revision: number },
  person: GeneratorPerson,
  options: string,
  size: number,
): string {
  const { name = null, firstName = null, lastName = null, initials } = person
  const inputs = [generator.id, generator.revision, seedOf(person), name, firstName, lastName, options, size]
  // Only where they were chosen: everybody else's pictures stay up to date.
  if (initials !== undefined) inputs.push(initials)
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
}

/** Options as JSON with sorted keys: equal options, equal text. */
export function canonicalOptions(options: Record<string, unknown>): string {
  return JSON.stringify(options, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
