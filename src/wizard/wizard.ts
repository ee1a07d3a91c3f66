import type { Config } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import { type ExitCode, exitCodes } from '../errors.ts'
import { jsonDocument } from '../terminal/json-document.ts'
import { askChoice, askText, askYesNo, showReason } from '../terminal/prompts.ts'
import { sentenceFor } from '../terminal/sentence.ts'
import type { Answer, CommandLine, Guide } from './guide.ts'
import { walk } from './walk.ts'

/**
 * Asks for everything, and runs the commands that do it. It changes nothing itself but the settings, when it is asked to:
 * what can be done with it can be done without.
 */
export class Wizard extends BaseCommand {
  private done: string | undefined
  private isAsking = false

  /** Throws as a command does. */
  static async start(argv: readonly string[], config: Config): Promise<void> {
    await new Wizard([...argv], config)._run()
  }

  async run(): Promise<void> {
    await walk(this.guide())
  }

  /** Nothing was begun that would have to be finished. */
  protected override tellOfStop(sentence: string): void {
    if (!this.isAsking) super.tellOfStop(sentence)
  }

  private guide(): Guide {
    const { signal } = this
    const because = <How extends { why: string }>({ why, ...how }: How) => {
      this.say()
      showReason(why)
      return { ...how, signal, done: this.done }
    }
    const asking = async <T>(answer: Promise<T>): Promise<T> => {
      this.isAsking = true
      return await answer.finally(() => (this.isAsking = false))
    }
    return {
      signal,
      compose: () => this.compose(),
      has: (id, flag) => {
        const command = this.config.findCommand(id)
        return command !== undefined && (flag === undefined || Object.hasOwn(command.flags, flag))
      },
      run: (line) => this.runLine(line),
      read: (line) => this.readLine(line),
      say: (line) => this.say(line),
      tell: (sentence) => this.say(sentenceFor(process.stdout, sentence)),
      tellError: ({ said: { error } }) => {
        if (error) this.journal.error(error.message, { ...error })
      },
      did: (sentence) => (this.done = sentence),
      choose: async <Value extends string>(
        message: string,
        how: Parameters<Guide['choose']>[1],
      ): Promise<Value> => (await asking(askChoice(message, because(how)))) as Value,
      write: (message, how) => asking(askText(message, because(how))),
      isYes: (message, how) => asking(askYesNo(message, because(how))),
      leave: (code) => this.exit(code),
    }
  }

  private async runLine(line: CommandLine): Promise<ExitCode> {
    return this.goOn(await (await this.made(line, [])).runAsPart(this.signal))
  }

  private async readLine<T>(line: CommandLine): Promise<Answer<T>> {
    let text = ''
    const document = jsonDocument((piece) => (text += piece))
    const command = await this.made(line, ['--json'])
    const code = this.goOn(await command.runAsPart(this.signal, document))
    return { code, said: JSON.parse(text || '{}') as Answer<T>['said'] }
  }

  private async made({ id, args }: CommandLine, more: readonly string[]): Promise<BaseCommand> {
    const found = this.config.findCommand(id, { must: true })
    const Class = (await found.load()) as unknown as new (argv: string[], config: Config) => BaseCommand
    return new Class([...args, ...more, ...this.argv], this.config)
  }

  /** Whoever stops a command stops the wizard; the command has said so. */
  private goOn(code: ExitCode): ExitCode {
    if (code === exitCodes.interrupted) this.exit(code)
    return code
  }
}
