import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Config, Parser } from '@oclif/core'
import { expect } from 'chai'
import { parseInterval, parseMaxChanges, parseOption, selectionFrom, valuesOf } from '../../src/flags.ts'
import { repository } from '../support/command-line.ts'
import { runningExamples } from '../support/running-examples.ts'
import { commandsIn } from '../support/shell-words.ts'

/** A command line, and the document that has it. */
interface Call {
  file: string
  words: string[]
}

/** What documents tell to type: their fences for a shell, and what they quote within a sentence. */
async function callsInDocuments(): Promise<Call[]> {
  const docs = (await readdir(path.join(repository, 'docs'), { recursive: true })).map(
    (name) => `docs/${name}`,
  )
  const packages = await readdir(path.join(repository, 'packages'))
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    ...docs,
    ...packages.map((name) => `packages/${name}/README.md`),
  ]
  const calls = files
    .filter((file) => file.endsWith('.md'))
    .map(async (file) => {
      const text = await readFile(path.join(repository, file), 'utf8')
      const fences = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, script = '']) => script)
      const quoted = [...text.matchAll(/(?<!`)`(avatarctl [^`\n]+)`/g)].map(([, command = '']) => command)
      return [...fences, ...quoted].flatMap(callsIn).map((words) => ({ file, words }))
    })
  return (await Promise.all(calls)).flat()
}

/** The arguments of every call of the tool; scripts within scripts are looked into. */
function callsIn(script: string): string[][] {
  return commandsIn(script).flatMap((words) => {
    const inner = words.filter((word) => /\savatarctl\s/.test(word)).flatMap(callsIn)
    const at = words.findIndex((word) => !/^(?:\w+=.*|exec|env)$/s.test(word))
    return words[at] === 'avatarctl' ? [...inner, words.slice(at + 1)] : inner
  })
}

/** Reads a command line as the tool itself does. Throws what it would be answered with. */
async function mustBeUnderstood(config: Config, words: readonly string[]): Promise<void> {
  const end = words.findIndex((word) => word.startsWith('-'))
  const names = end < 0 ? words : words.slice(0, end)
  const lengths = names.map((_, index) => names.length - index)
  const length = lengths.find((count) => config.findCommand(names.slice(0, count).join(':')))
  if (length === undefined) {
    if (config.findTopic(names.join(':')) || ['--help', '--version'].includes(words[0] ?? '')) return
    throw new Error(`there is no command ${names.join(' ')}`)
  }
  // It is named, and not typed.
  if (length === words.length) return
  const command = await config.findCommand(names.slice(0, length).join(':'), { must: true }).load()
  const { flags } = await Parser.parse(words.slice(length), {
    flags: { ...command.baseFlags, ...command.flags },
    args: command.args,
    strict: command.strict,
  })
  const given = flags as Record<string, string | string[] | undefined>
  if (typeof given['watch'] === 'string') parseInterval(given['watch'])
  if (typeof given['max-changes'] === 'string') parseMaxChanges(given['max-changes'])
  // A connection has options of its own, and no generator.
  if (names[0] !== 'connections') valuesOf(given['option']).forEach(parseOption)
  selectionFrom({ kind: 'all', status: 'enabled', where: valuesOf(given['where']) })
}

describe('every command in the documents', () => {
  let config: Config
  before(async () => {
    config = await Config.load({ root: repository, userPlugins: false, devPlugins: false })
  })

  /** What is not understood. */
  async function wrongAmong(calls: readonly Call[]): Promise<string[]> {
    const wrong: string[] = []
    for (const { file, words } of calls)
      await mustBeUnderstood(config, words).catch((error: unknown) =>
        wrong.push(`${file}: avatarctl ${words.join(' ')}: ${(error as Error).message.trim()}`),
      )
    return wrong
  }

  it('is one that the tool understands', async () => {
    const calls = await callsInDocuments()
    expect(await wrongAmong(calls)).to.deep.equal([])
    expect(calls.length).to.be.greaterThan(50)
  })

  it('is one also in the files that are there to be copied', async () => {
    for (const { file, script } of await runningExamples()) {
      const calls = callsIn(script).map((words) => ({ file, words }))
      expect(await wrongAmong(calls)).to.deep.equal([])
      if (!/install|Summary/i.test(file)) expect(calls, file).to.have.length(1)
    }
  })

  it('is one also in the help of each command', async () => {
    const ours = config.commands.filter(({ pluginName }) => pluginName === 'avatarctl')
    const calls = ours.flatMap(({ id, examples = [] }) =>
      examples.flatMap((example) => {
        const text = typeof example === 'string' ? example : example.command
        return callsIn(text.replaceAll('<%= config.bin %>', 'avatarctl')).map((words) => ({
          file: id,
          words,
        }))
      }),
    )
    expect(await wrongAmong(calls)).to.deep.equal([])
    expect(new Set(calls.map(({ file }) => file)).size).to.equal(ours.length)
  })

  it('is read as a shell reads it', () => {
    const script = `set -a; . ./x.env && A=1 avatarctl sync --where 'name=A B' \\\n  -o "it is" > out 2>&1 | jq . # and so on`
    expect(commandsIn(script)).to.deep.equal([
      ['set', '-a'],
      ['.', './x.env'],
      ['A=1', 'avatarctl', 'sync', '--where', 'name=A B', '-o', 'it is'],
      ['jq', '.'],
    ])
    expect(callsIn(`sh -c '. "$D/x.env"; exec avatarctl sync --watch 1h'`)).to.deep.equal([
      ['sync', '--watch', '1h'],
    ])
  })
})
