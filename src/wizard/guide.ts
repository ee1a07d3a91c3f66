import type { Composition } from '../composition.ts'
import type { ExitCode } from '../errors.ts'

/** A command of the tool with what is given to it, as somebody would write it. */
export interface CommandLine {
  /** As oclif has it: `connections:test`. */
  id: string
  args: readonly string[]
}

/** What a command has said in its JSON document. */
export interface Answer<T> {
  code: ExitCode
  /** What there is of it; with `error`, that may be nothing else. */
  said: Partial<T> & { error?: { message: string; hint: string | null } }
}

interface Question {
  /** Why it is asked, in a sentence. */
  why: string
}

/** How the steps of the wizard speak, ask and act. What changes anything is a command that is run, and nothing else. */
export interface Guide {
  readonly signal: AbortSignal
  /** Made anew: what was settled in between is known. */
  compose(): Composition
  /** Whether there is such a command, with such a flag. */
  has(id: string, flag?: string): boolean
  /** Runs a command; it shows what it shows. */
  run(line: CommandLine): Promise<ExitCode>
  /** Runs a command and takes what it says. */
  read<T>(line: CommandLine): Promise<Answer<T>>
  /** A line on standard output. */
  say(line?: string): void
  /** A sentence, broken at words. */
  tell(sentence: string): void
  /** What a command said that has failed. */
  tellError(answer: Answer<unknown>): void
  /** From now on, whoever stops is told that this was done. */
  did(sentence: string): void
  choose<Value extends string>(
    message: string,
    how: Question & {
      choices: readonly { value: Value; name: string; description?: string | undefined }[]
      assumed?: Value
    },
  ): Promise<Value>
  write(
    message: string,
    how: Question & { assumed?: string; faultOf(answer: string): string | undefined },
  ): Promise<string>
  isYes(message: string, how: Question & { assumed: boolean }): Promise<boolean>
  /** Ends it here. */
  leave(code: ExitCode): never
}

/** A command line that a shell reads as it is meant. */
export function asTyped({ id, args }: CommandLine, platform: NodeJS.Platform = process.platform): string {
  return ['avatarctl', ...id.split(':'), ...args.map((word) => quoted(word, platform))].join(' ')
}

function quoted(word: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  return platform === 'win32' ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", `'\\''`)}'`
}
