import { whereFields } from './select-people.ts'

/** A flag, as oclif's manifest has it. */
export interface KnownFlag {
  name: string
  char?: string
  description?: string
  hidden?: boolean
  type: 'boolean' | 'option'
  allowNo?: boolean
  multiple?: boolean
  options?: string[]
  helpValue?: string
}

/** What may stand where the cursor is: the whole word, and what it means. */
export interface Candidate {
  word: string
  says?: string
}

/** What is there on this machine, asked for only where it is needed. */
export interface Known {
  /** With what each of its options may be: no values where anything may. */
  generators(): Promise<{ id: string; says: string; options: Record<string, readonly string[]> }[]>
  /** By name, with the type of each. */
  connections(): Promise<{ name: string; type: string }[]>
  /** What may stand before the colon of an address. */
  schemes(): Promise<string[]>
  types(): Promise<string[]>
  plugins(): Promise<string[]>
  /** What begins as this path does; folders end with a slash. */
  files(begun: string): Promise<string[]>
}

type Complete = (begun: string, known: Known) => Promise<Candidate[]>

const words = (all: readonly string[]): Candidate[] => all.map((word) => ({ word }))
const files: Complete = async (begun, known) => words(await known.files(begun))

/** The last one of several with commas between them; those before it are not proposed again. */
async function inList(begun: string, members: (last: string) => Promise<Candidate[]>): Promise<Candidate[]> {
  const before = begun.slice(0, begun.lastIndexOf(',') + 1)
  const given = before.split(',')
  const found = await members(begun.slice(before.length))
  return found
    .filter(({ word }) => !given.includes(word))
    .map(({ word, ...rest }) => ({ word: before + word, ...rest }))
}

const generators: Complete = async (_, known) =>
  (await known.generators()).map(({ id, says }) => ({ word: id, says }))

const connections: Complete = async (_, known) =>
  (await known.connections()).map(({ name, type }) => ({ word: name, says: type }))

const directory: Complete = async (begun, known) => {
  const path = /^(?:.*,)?folder:(.*)$/s.exec(begun)?.[1]
  if (path !== undefined) {
    const before = begun.slice(0, begun.length - path.length)
    const found = await known.files(path)
    return words(found.filter((one) => one.endsWith('/')).map((one) => before + one))
  }
  return await inList(begun, async () => [
    ...(await connections('', known)),
    ...words((await known.schemes()).map((scheme) => `${scheme}:`)),
  ])
}

/** `GENERATOR.NAME=VALUE`. */
const option: Complete = async (begun, known) => {
  const all = await known.generators()
  const generator = all.find(({ id }) => begun.startsWith(`${id}.`))
  if (!generator)
    return all
      .filter(({ options }) => Object.keys(options).length > 0)
      .map(({ id, says }) => ({ word: `${id}.`, says }))
  const names = Object.keys(generator.options)
  const name = names.find((one) => begun.startsWith(`${generator.id}.${one}=`))
  if (name === undefined) return words(names.map((one) => `${generator.id}.${one}=`))
  return words((generator.options[name] ?? []).map((value) => `${generator.id}.${name}=${value}`))
}

const listOf =
  (...all: string[]): Complete =>
  (begun) =>
    inList(begun, async () => words(all))

/** What may stand behind a flag, by its name; one command may have it otherwise. */
const ofFlags: Record<string, Complete> = {
  directory,
  generator: (begun, known) => inList(begun, (last) => generators(last, known)),
  option,
  'connections:add --option': async () => [],
  status: listOf('enabled', 'notActivated', 'disabled', 'unassigned'),
  match: listOf('email', 'extension', 'id', 'employee', 'name'),
  where: async () => words(whereFields.map((field) => `${field}=`)),
  type: async (_, known) => words(await known.types()),
}

const ofArguments: Record<string, Complete> = {
  'generators:preview id': generators,
  'generators:show id': generators,
  'connections:remove name': connections,
  'connections:test name': directory,
  'connections:use name': (begun, known) => inList(begun, (last) => connections(last, known)),
  'login name': connections,
  'logout name': connections,
  'plugins:uninstall name': async (_, known) => words(await known.plugins()),
  'plugins:unlink name': async (_, known) => words(await known.plugins()),
  'plugins:update name': async (_, known) => words(await known.plugins()),
  'plugins:install name': files,
  'plugins:link folder': files,
  'upload path': files,
  'vault:export folder': files,
  'completion shell': async () => words(['bash', 'zsh']),
}

/** What may stand behind a flag (`COMMAND --FLAG`), or as an argument (`COMMAND NAME`). */
export async function completeValue(
  place: string,
  begun: string,
  { flag, known }: { flag?: KnownFlag; known: Known },
): Promise<Candidate[]> {
  if (!flag) return (await ofArguments[place]?.(begun, known)) ?? []
  if (flag.options) return words(flag.options)
  const own = ofFlags[place] ?? ofFlags[flag.name]
  if (own) return await own(begun, known)
  return /^(?:FILE|FOLDER|PATH)/.test(flag.helpValue ?? '') ? await files(begun, known) : []
}
