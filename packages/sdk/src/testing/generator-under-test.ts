import assert from 'node:assert/strict'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type {
  Generator,
  GeneratorImage,
  GeneratorNone,
  GeneratorPerson,
  Options,
  PluginFetch,
} from '../generator.ts'
import type { GeneratorContribution } from '../manifest.ts'
import { defaultsOf } from './manifest-check.ts'
import { hostilePeople, ordinaryPeople, seedOf } from './people.ts'
import { readPackage } from './plugin-package.ts'
import { nothingThere, originsIn, recordingFetch } from './recording-fetch.ts'

/** What can be tried with any generator. */
export interface Trial {
  /** Options, as a user would set them; defaults of the manifest are filled in. */
  options?: Options
  secrets?: Record<string, string>
  /** More people to ask for; for a generator of photos, at least one whom it has a photo of. */
  people?: readonly GeneratorPerson[]
  /** Answers in place of the declared hosts. By default each answers 404. */
  fetch?: PluginFetch
}

/** A generator as its package contributes it. */
export interface PackagedGenerator extends Trial {
  /** The folder of the package, with the package.json that declares the generator. */
  plugin: URL | string
  /** Which contribution, where there are several. */
  id?: string
  /** Tried in place of the module that the manifest names, e.g. while that is not built yet. */
  generator?: Generator
}

/** A generator without a package. */
export interface BareGenerator extends Trial {
  plugin?: undefined
  generator: Generator
  contribution: GeneratorContribution
}

export type GeneratorUnderTest = PackagedGenerator | BareGenerator

export async function contributionOf(subject: GeneratorUnderTest): Promise<GeneratorContribution> {
  if ('contribution' in subject) return subject.contribution
  const { pkg } = await readPackage(subject.plugin)
  const declared = pkg.avatarctl?.contributes.generators ?? []
  const chosen = declared.filter(({ id }) => id === (subject.id ?? id))
  assert.equal(chosen.length, 1, `package.json declares ${chosen.length} such generators: say which, with id`)
  return chosen[0] as GeneratorContribution
}

/** The address of the module that the manifest names, or undefined when an object is tried in its place. */
export async function moduleOf(subject: GeneratorUnderTest): Promise<URL | undefined> {
  if (subject.plugin === undefined || subject.generator) return undefined
  const { root } = await readPackage(subject.plugin)
  return pathToFileURL(path.join(root, (await contributionOf(subject)).module))
}

async function load(subject: GeneratorUnderTest): Promise<Generator> {
  if (subject.generator) return subject.generator
  const module = (await import(String(await moduleOf(subject)))) as { default: Generator }
  return module.default
}

/** An opened generator. */
export interface Session {
  contribution: GeneratorContribution
  options: Options
  /** The hosts that the manifest declares, and the origins of addresses that the options set. */
  hosts: readonly string[]
  /** Ordinary people and those that the subject adds. */
  people: readonly GeneratorPerson[]
  /** As the generator is handed it. */
  fetch: PluginFetch
  /** Every address asked for so far. */
  asked: readonly URL[]
  /** The image, or null for "none", whether or not it says why. */
  ask(person: GeneratorPerson, changes?: Question): Promise<GeneratorImage | null>
  /** The answer as it is given. */
  answer(person: GeneratorPerson, changes?: Question): Promise<GeneratorImage | GeneratorNone | null>
  close(): Promise<void>
}

/** What a question may have other than usual. */
export interface Question {
  /** Handed over as it is; otherwise a copy is. */
  person?: GeneratorPerson
  seed?: string
  size?: number
  options?: Options
  signal?: AbortSignal
}

/** Opens a generator for the length of `use`, and closes it whatever happens. */
export async function withGenerator(
  subject: GeneratorUnderTest,
  use: (session: Session) => Promise<void>,
): Promise<void> {
  const session = await openGenerator(subject)
  try {
    await use(session)
  } finally {
    await session.close()
  }
}

/** Loads and opens a generator. */
export async function openGenerator(subject: GeneratorUnderTest): Promise<Session> {
  const contribution = await contributionOf(subject)
  const generator = await load(subject)
  const options = { ...defaultsOf(contribution.options), ...subject.options }
  const hosts = [...contribution.hosts, ...originsIn(subject.options ?? {})]
  const { fetch, asked } = recordingFetch(hosts, subject.fetch ?? nothingThere)
  const { signal } = new AbortController()
  await generator.open?.({ options: structuredClone(options), secrets: subject.secrets ?? {}, fetch, signal })
  const answer: Session['answer'] = async (person, changes) =>
    generator.generate({
      person: structuredClone(person),
      seed: seedOf(person),
      size: 256,
      options: structuredClone(options),
      fetch,
      signal,
      ...changes,
    })
  return {
    contribution,
    options,
    hosts,
    people: [...ordinaryPeople, ...(subject.people ?? [])],
    fetch,
    asked,
    answer,
    ask: async (...question) => {
      const given = await answer(...question)
      return saysWhy(given) ? null : given
    },
    close: async () => generator.close?.(),
  }
}

/** Whether an answer is "none", with the reason. */
export function saysWhy(answer: GeneratorImage | GeneratorNone | null | undefined): answer is GeneratorNone {
  return typeof answer === 'object' && answer !== null && 'none' in answer && !('bytes' in answer)
}

/** The image of everybody, hostile people included, who gets one; other rules are about those who do not. */
export async function picturesOf(
  subject: GeneratorUnderTest,
): Promise<{ what: string; bytes: Uint8Array; contribution: GeneratorContribution }[]> {
  const pictures: Awaited<ReturnType<typeof picturesOf>> = []
  await withGenerator(subject, async ({ ask, people, contribution }) => {
    const named = people.map((person) => ({ what: JSON.stringify(person), person }))
    for (const { what, person } of [...named, ...hostilePeople]) {
      const image = await ask(person).catch(() => null)
      if (image?.bytes instanceof Uint8Array) pictures.push({ what, bytes: image.bytes, contribution })
    }
  })
  return pictures
}
