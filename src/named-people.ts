import type { Person } from '@avatarctl/sdk'
import { Flags } from '@oclif/core'
import type { Composition } from './composition.ts'
import { valuesOf } from './flags.ts'

/** `--from`, `--seed`: people without a directory. */
export const namedPeopleFlags = {
  from: Flags.string({
    description: 'people from a CSV or JSON file, or - for standard input',
    exclusive: ['seed'],
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

/** The people whom these flags name; undefined where they name nobody. */
export async function namedPeople(
  flags: { from?: string | undefined; seed?: string[] | undefined },
  composition: Composition,
): Promise<AsyncIterable<Person> | undefined> {
  const seeds = valuesOf(flags.seed).filter((text) => text.trim() !== '')
  if (seeds.length > 0) return madeUp(seeds)
  return flags.from === undefined ? undefined : await composition.peopleFrom(flags.from)
}

async function* madeUp(seeds: readonly string[]): AsyncIterable<Person> {
  for (const text of new Set(seeds)) {
    const who = text.includes('@') ? { email: text } : { name: text }
    yield { id: text, ...who, kind: 'person', status: 'enabled', photo: { state: 'missing' } }
  }
}
