import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'chai'
import { environmentIn, repository } from './command-line.ts'
import { until } from './until.ts'

/** A line of the log. */
export interface LogLine extends Record<string, unknown> {
  time: string
  level: string
  message: string
}

/** Lines of a log, each of which has to be one. */
export function logLines(stderr: string): LogLine[] {
  expect(stderr === '' || stderr.endsWith('\n'), 'it ends with a whole line').to.equal(true)
  return stderr
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      const line = JSON.parse(text) as LogLine
      expect(line).to.include.keys('time', 'level', 'message')
      expect(new Date(line.time).toISOString()).to.equal(line.time)
      expect(line.level).to.be.oneOf(['info', 'warn', 'error'])
      return line
    })
}

/** A command that is repeated, with its output as it comes. */
export interface Watching<Document> {
  /** What every run so far has written. */
  readonly documents: readonly Document[]
  readonly log: readonly LogLine[]
  /** Resolves with the document of the nth run, from 0. */
  run(number: number): Promise<Document>
  /** Resolves once the log has a line like this; with a number, once it has one more than so many. */
  told(words: RegExp, after?: number): Promise<LogLine>
  kill(signal: NodeJS.Signals): void
  readonly pid: number
  /** Stops reading standard output. */
  closeOutput(): void
  readonly ended: Promise<number | null>
}

/** Starts the built tool with `--json` and a log for machines. */
export function startWatching<Document>(
  args: readonly string[],
  { home, env = {} }: { home: string; env?: Record<string, string> },
): Watching<Document> {
  const child = spawn(
    process.execPath,
    [path.join(repository, 'bin/run.js'), ...args, '--json', '--log-format', 'json'],
    {
      cwd: home,
      env: { ...environmentIn(home), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const whole = (text: string) => text.slice(0, text.lastIndexOf('\n') + 1)
  const documents = () =>
    whole(output.stdout)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Document)
  const log = () => logLines(whole(output.stderr))
  let isOver = false
  const ended = once(child, 'close').then(([code]) => {
    isOver = true
    expect([whole(output.stdout), whole(output.stderr)], 'whole lines').to.deep.equal([
      output.stdout,
      output.stderr,
    ])
    return code as number | null
  })

  async function found<T>(look: () => T | undefined): Promise<T> {
    await until(() => isOver || look() !== undefined)
    const result = look()
    if (result !== undefined) return result
    throw new Error(`It has ended before that:\n${output.stdout}\n${output.stderr}`)
  }

  return {
    get documents() {
      return documents()
    },
    get log() {
      return log()
    },
    run: (number) => found(() => documents()[number]),
    told: (words, after = 0) => found(() => log().filter(({ message }) => words.test(message))[after]),
    pid: child.pid!,
    kill: (signal) => void child.kill(signal),
    closeOutput: () => void child.stdout.destroy(),
    ended,
  }
}
