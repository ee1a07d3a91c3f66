import { type Candidate, completeValue, type Known, type KnownFlag } from './complete-value.ts'

/** A command, as oclif's manifest has it. */
export interface KnownCommand {
  id: string
  summary?: string
  hidden?: boolean
  args: Record<string, { name: string }>
  flags: Record<string, KnownFlag>
}

/**
 * What may stand in the place of `current`, the word that was begun behind `words`, those behind the name of the tool.
 * Only what begins as it does.
 */
export async function complete(
  words: readonly string[],
  current: string,
  {
    commands,
    topics,
    known,
  }: { commands: readonly KnownCommand[]; topics: Record<string, string>; known: Known },
): Promise<Candidate[]> {
  const all = await inPlaceOf()
  return all.filter(({ word }) => word.startsWith(current))

  async function inPlaceOf(): Promise<Candidate[]> {
    const { command, path, rest } = commandIn(words, commands)
    if (!command) return current.startsWith('-') ? everywhere(commands) : nextNames(path)
    const flags = Object.values(command.flags)
    const asked = rest.at(-1) ?? ''
    const flag = rest.includes('--') ? undefined : flags.find((one) => takesValue(one, asked))
    if (flag) return await completeValue(nameOf(command, flag), current, { flag, known })
    const [, name, begun] = /^--([^=]+)=(.*)$/s.exec(current) ?? []
    const inOne = flags.find((one) => one.name === name && one.type === 'option')
    if (inOne && begun !== undefined) {
      const values = await completeValue(nameOf(command, inOne), begun, { flag: inOne, known })
      return values.map(({ word, says }) => ({ word: `--${inOne.name}=${word}`, ...(says && { says }) }))
    }
    if (current.startsWith('-')) return flagsOf(command, rest)
    const [argument] = Object.values(command.args)
    if (!argument) return flagsOf(command, rest)
    return await completeValue(`${command.id} ${argument.name}`, current, { known })
  }

  function nextNames(path: readonly string[]): Candidate[] {
    const before = path.map((word) => `${word}:`).join('')
    const next = new Map<string, string | undefined>()
    for (const { id, summary, hidden } of commands) {
      if (hidden || !id.startsWith(before)) continue
      const [name = '', ...below] = id.slice(before.length).split(':')
      next.set(name, below.length === 0 ? summary : (next.get(name) ?? topics[before + name]))
    }
    return [...next].map(([word, says]) => ({ word, ...(says && { says }) }))
  }
}

const nameOf = (command: KnownCommand, flag: KnownFlag) => `${command.id} --${flag.name}`

const takesValue = ({ type, name, char }: KnownFlag, word: string) =>
  type === 'option' && (word === `--${name}` || (char !== undefined && word === `-${char}`))

/** The command that is meant, or the names that lead to it so far, and what follows them. */
function commandIn(words: readonly string[], commands: readonly KnownCommand[]) {
  const first = words.findIndex((word) => !word.startsWith('-'))
  const path: string[] = []
  for (const word of first < 0 ? [] : words.slice(first)) {
    path.push(word)
    const command = commands.find(({ id }) => id === path.join(':'))
    if (command) return { command, path, rest: words.slice(first + path.length) }
  }
  return { command: undefined, path, rest: [] }
}

/** The flags that every command has. */
function everywhere(commands: readonly KnownCommand[]): Candidate[] {
  const [one] = commands
  const shared = Object.values(one?.flags ?? {}).filter(({ name }) =>
    commands.every(({ flags }) => Object.hasOwn(flags, name)),
  )
  return [...shared.map(described), help, { word: '--version', says: 'which avatarctl this is' }]
}

function flagsOf({ flags }: KnownCommand, given: readonly string[]): Candidate[] {
  const isGiven = ({ name, char }: KnownFlag) =>
    given.some((word) => word.split('=')[0] === `--${name}` || (char !== undefined && word === `-${char}`))
  const open = Object.values(flags).filter((one) => !one.hidden && (one.multiple === true || !isGiven(one)))
  const negated = open.filter(({ allowNo }) => allowNo).map(({ name }) => ({ word: `--no-${name}` }))
  return [...open.map(described), ...negated, help]
}

const help: Candidate = { word: '--help', says: 'what it does, with examples' }
const described = ({ name, description }: KnownFlag): Candidate => ({
  word: `--${name}`,
  ...(description && { says: description }),
})
