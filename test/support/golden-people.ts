import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { GeneratorContribution, GeneratorPerson } from '@avatarctl/sdk'
import { makeChain } from '../../src/generators/chain.ts'
import { closedFetch } from '../../src/network/closed-fetch.ts'
import { activateGenerator } from '../../src/plugins/activate.ts'
import { type Contributed, readContributions } from '../../src/plugins/contributions.ts'
import { resolveOptions } from '../../src/plugins/options.ts'
import { repository } from './command-line.ts'
import type { Drawn } from './golden-sheet.ts'

/** Where golden pictures lie. */
export const goldenFolder = path.join(repository, 'test/golden-pictures')

/** The people of the golden pictures, as a list that the tool reads, too. */
export const peopleFile = path.join(goldenFolder, 'people.json')

/** Everybody whom the tool takes from a list; it passes over people who have neither a name nor an e-mail. */
export interface GoldenPerson {
  id: string
  name?: string
  first_name?: string
  last_name?: string
  email?: string
  extension?: string
  /** What is particular about them. */
  why: string
}

export async function goldenPeople(): Promise<GoldenPerson[]> {
  return JSON.parse(await readFile(peopleFile, 'utf8')) as GoldenPerson[]
}

/** The generators that come with the tool and draw. */
export async function drawingGenerators(): Promise<Contributed<GeneratorContribution>[]> {
  const tool = await packageIn(repository)
  const names = Object.keys(tool.dependencies ?? {}).filter((name) =>
    name.startsWith('@avatarctl/generator-'),
  )
  const plugins = names.map(async (name) => {
    const root = path.join(repository, 'packages', path.basename(name))
    const pjson = await packageIn(root)
    return { name, version: pjson.version, root, type: 'core', pjson: { ...pjson } }
  })
  const { generators } = await readContributions(await Promise.all(plugins), tool.version)
  return generators.filter(({ produces }) => produces === 'artwork')
}

/** What a generator draws for each of them, in this process; with its defaults where no option is given. */
export async function drawnFor(
  people: readonly GoldenPerson[],
  generator: Contributed<GeneratorContribution>,
  given: Record<string, unknown> = {},
): Promise<Drawn[]> {
  const { signal } = new AbortController()
  const hosts = () => Promise.reject(new Error('what comes with the tool needs no process of its own'))
  const activate = () => activateGenerator(generator.id, generator.origin, hosts)
  const options = await resolveOptions(generator, given)
  await using chain = makeChain([{ generator, options, fetch: closedFetch, activate }], { signal })
  const drawn: Drawn[] = []
  for (const one of people) {
    const answer = await chain.ask(personOf(one), { size: 512, signal })
    if (answer.kind === 'failed') throw new Error(`${one.id}: ${answer.message}`)
    const svg = answer.kind === 'image' ? utf8.decode(answer.bytes) : null
    drawn.push({ id: one.id, title: `${nameOf(one)}: ${one.why}`, svg })
  }
  return drawn
}

function personOf({ id, name, first_name, last_name, email, extension }: GoldenPerson): GeneratorPerson {
  const known = Object.entries({ name, firstName: first_name, lastName: last_name, email, extension })
  const given = Object.fromEntries(known.filter(([, value]) => value !== undefined))
  return { id, kind: 'person', status: 'enabled', ...given }
}

function nameOf({ id, name, first_name, last_name, email }: GoldenPerson): string {
  return name ?? ([first_name, last_name].filter(Boolean).join(' ') || (email ?? id))
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

interface Package {
  version: string
  dependencies?: Record<string, string>
}

async function packageIn(folder: string): Promise<Package> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Package
}
