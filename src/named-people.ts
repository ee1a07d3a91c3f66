import type { Person } from '@avatarctl/sdk'
import { Flags } from '@oclif/core'
import type { Composition } from './composition.ts'
import { AppError } from './errors.ts'
import { valuesOf } from './flags.ts'

/** `--from`, `--seed`: people without a directory. */
export const namedPeopleFlags = {
  from: Flags.string({
    description: 'people from a CSV or JSON file, or - for standard input',
    env: 'AVATARCTL_FROM',
    helpValue: 'FILE',
  }),
  seed: Flags.string({
    description: 'a name or an e-mail (may be repeated)',
    multiple: true,
    multipleNonGreedy: true,
    env: 'AVATARCTL_SEED',
    helpValue: 'TEXT',
  }),
}

/** Flags as they were read, and which of them were typed. */
export interface ReadFlags {
  flags: { seed?: string[] | undefined; from?: string | undefined; directory?: string | undefined }
  raw: readonly { type: string; flag?: string }[]
}

/** The people whom `--seed` or `--from` names; undefined where neither does, or a directory was asked for instead. */
export async function namedPeople(
  read: ReadFlags,
  composition: Composition,
): Promise<AsyncIterable<Person> | undefined> {
  const source = sourceOf(read)
  if (source === 'seed') return madeUp(seedsIn(read.flags))
  return source === 'from' ? await composition.peopleFrom(read.flags.from ?? '-') : undefined
}

/** Whether people come as they are piped in, once. Throws as `namedPeople` does. */
export const isStandardInput = (read: ReadFlags): boolean =>
  sourceOf(read) === 'from' && (read.flags.from ?? '-') === '-'

/** Reads people to their end, and gives them as often as they are wanted. */
export async function keptPeople(people: AsyncIterable<Person>): Promise<() => AsyncIterable<Person>> {
  const kept: Person[] = []
  for await (const person of people) kept.push(person)
  return async function* () {
    yield* await Promise.resolve(kept)
  }
}

/** What was typed goes before what stands in the environment. Throws `AppError` `wrong-use` where two were typed. */
function sourceOf({ flags, raw }: ReadFlags): keyof ReadFlags['flags'] | undefined {
  const sources = ['seed', 'from', 'directory'] as const
  const typed = sources.filter((name) => raw.some(({ type, flag }) => type === 'flag' && flag === name))
  if (typed.length > 1) {
    const names = typed.map((name) => `--${name}`)
    throw new AppError('wrong-use', `People were named in two ways: ${names.join(' and ')}`, {
      hint: 'Leave one of them out.',
    })
  }
  const isGiven = (name: (typeof sources)[number]) =>
    name === 'seed' ? seedsIn(flags).length > 0 : flags[name] !== undefined
  return (typed.length > 0 ? typed : sources).find(isGiven)
}

const seedsIn = (flags: ReadFlags['flags']) => valuesOf(flags.seed).filter((text) => text.trim() !== '')

async function* madeUp(seeds: readonly string[]): AsyncIterable<Person> {
  for (const text of new Set(seeds)) {
    const who = text.includes('@') ? { email: text } : { name: text }
    yield { id: text, ...who, kind: 'person', status: 'enabled', photo: { state: 'missing' } }
  }
}
