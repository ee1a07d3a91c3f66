import type { Person } from '@avatarctl/sdk'
import type { Chain, Output } from '../ports.ts'
import type { Made } from '../records.ts'
import { generateImages, type GenerateParts } from './generate-images.ts'

/** One value of an option that decides what a generator draws, such as a style. */
export interface PreviewChoice {
  option: string
  value: unknown
}

export interface PreviewParts extends Omit<GenerateParts, 'chain' | 'output'> {
  /** The generator alone, with this choice, or with the user's. */
  chain(choice: PreviewChoice | null): Promise<Chain>
}

/** What a generator has made for one person, with one choice. */
export interface Sample extends Made {
  choice: PreviewChoice | null
}

/** So many samples at most: they are looked at together. */
const samplesAtMost = 100

const everybody = {
  kind: 'all',
  status: ['enabled', 'notActivated', 'disabled', 'unassigned'],
  where: [],
  keys: [],
} as const

/** Samples go onto a sheet together, and none of them into a file of its own. */
const nowhere: Output = { write: () => Promise.resolve('') }

/** Makes a sample for each person, and with each choice where there are any. */
export async function* previewGenerator(
  { chain, ...parts }: PreviewParts,
  people: readonly Person[],
  { choices, size }: { choices: readonly PreviewChoice[]; size: number },
): AsyncIterable<Sample> {
  const { progress } = parts
  progress.phase('Making samples', people.length * Math.max(1, choices.length))
  const oneStretch = { phase: () => undefined, step: () => progress.step() }
  const wish = { selection: everybody, all: true, format: 'png', size, concurrency: 8 } as const
  for (const choice of choices.length > 0 ? choices : [null]) {
    await using alone = await chain(choice)
    const made = generateImages(
      { ...parts, chain: alone, output: nowhere, progress: oneStretch },
      each(people),
      wish,
    )
    for await (const one of made) yield { ...one, choice }
  }
}

/** As many people as samples can be made for, and whether there are more of them. */
export async function firstPeople(
  people: AsyncIterable<Person>,
  choices: number,
): Promise<{ people: Person[]; more: boolean }> {
  const atMost = Math.max(1, Math.floor(samplesAtMost / Math.max(1, choices)))
  const first: Person[] = []
  for await (const person of people) {
    if (first.length === atMost) return { people: first, more: true }
    first.push(person)
  }
  return { people: first, more: false }
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* await Promise.resolve(items)
}
