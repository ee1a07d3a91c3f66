import { stripVTControlCharacters } from 'node:util'
import { Command, Errors, Flags, type Interfaces } from '@oclif/core'
import { type Composition, compose } from './composition.ts'
import { AppError, type ExitCode, exitCodes, messageOf } from './errors.ts'
import type { Consent } from './operations/install-plugin.ts'
import type { Wait } from './ports.ts'
import { canAsk } from './terminal/ask.ts'
import { type EndedSection, keptSection, type Section, worstOf } from './sections.ts'
import { type Journal, journalFor } from './terminal/journal.ts'
import { type JsonDocument, jsonDocument } from './terminal/json-document.ts'
import { type Manner, mannerOf } from './terminal/manner.ts'
import { type ShownProgress, showProgress } from './terminal/progress.ts'
import { watchInterrupts } from './terminal/interrupt.ts'
import { sentenceFor } from './terminal/sentence.ts'

/** What every command has: `--json`, `--quiet`, `--debug`, and one way to speak, fail and stop. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({
      description: 'one JSON document on standard output, nothing else there',
      helpGroup: 'GLOBAL',
    }),
    quiet: Flags.boolean({
      description: 'no progress and no notes on standard error',
      helpGroup: 'GLOBAL',
      env: 'AVATARCTL_QUIET',
    }),
    debug: Flags.boolean({
      description: 'show where an error comes from',
      helpGroup: 'GLOBAL',
      env: 'AVATARCTL_DEBUG',
    }),
    'log-format': Flags.option({
      description:
        'how every line on standard error is written; json: one object a line, for a log collector',
      options: ['text', 'json'] as const,
      default: 'text',
      helpGroup: 'GLOBAL',
      env: 'AVATARCTL_LOG_FORMAT',
    })(),
    'safe-mode': Flags.boolean({
      description: 'without the plugins that were installed or linked',
      helpGroup: 'GLOBAL',
      env: 'AVATARCTL_SAFE_MODE',
    }),
    'no-color': Flags.boolean({ description: 'no colours (as NO_COLOR does)', helpGroup: 'GLOBAL' }),
  }

  private manner: Manner = mannerOf([])
  protected document: JsonDocument = jsonDocument((text) => process.stdout.write(text))
  private shown: ShownProgress | undefined
  private stop: AbortSignal | undefined
  private alone: Section | undefined
  private told: Journal | undefined

  override async init(): Promise<void> {
    await super.init()
    this.manner = mannerOf(this.argv)
  }

  protected get asJson(): boolean {
    return this.manner.asJson
  }

  protected get isQuiet(): boolean {
    return this.manner.quiet
  }

  /** Aborted when the user wants to stop. */
  protected get signal(): AbortSignal {
    this.stop ??= watchInterrupts(
      (code) => exitNow(code),
      (sentence) => this.tellOfStop(sentence),
    )
    return this.stop
  }

  /** What is told on standard error. */
  protected get journal(): Journal {
    this.told ??= journalFor(this.manner, { command: this.id?.replaceAll(':', ' ') })
    return this.told
  }

  protected get progress(): ShownProgress {
    this.shown ??= showProgress(process.stderr, { quiet: this.manner.quiet, journal: this.journal })
    return this.shown
  }

  /** Works for another command: stops when that one does, and speaks in a document of its. */
  protected workFor(stop: AbortSignal, document: JsonDocument): void {
    this.stop = stop
    this.document = document
  }

  /** Takes the progress off the screen, before anything else is shown. */
  protected async endProgress(): Promise<void> {
    await this.shown?.end()
  }

  /** Everything that is not a command: made for this command's surroundings. */
  protected compose(progress?: ShownProgress, journal = this.journal): Composition {
    const { config } = this
    const plugins = [...config.plugins.values()].map(({ name, version, root, type, pjson }) => ({
      ...{ name, version, root, type },
      pjson: pjson,
    }))
    const warn = (sentence: string) => journal.warn(sentence)
    const { dataDir: dataFolder, cacheDir: cacheFolder, configDir: configFolder } = config
    const folders = { root: config.root, dataFolder, cacheFolder, configFolder }
    const { safeMode } = this.manner
    const surroundings = { version: config.version, ...folders, environment: process.env, safeMode }
    const waiting = (wait: Wait) => (progress ?? this.progress).waiting(wait)
    const printed = (plugin: string, text: string) => {
      for (const line of this.manner.debug ? text.split('\n') : [])
        journal.info(`${plugin} printed: ${line}`, { plugin })
    }
    const { signal, askToInstall } = this
    return compose({ ...surroundings, plugins, signal, warn, printed, waiting, askToInstall })
  }

  /** A plugin is offered to somebody who sees what it is and can answer, and to nobody else. */
  protected get askToInstall(): Consent['confirm'] | undefined {
    const { asJson, quiet, safeMode } = this.manner
    if (asJson || quiet || safeMode || process.env['CI'] || !canAsk()) return undefined
    return async (offer, previous) => {
      const { askToInstall } = await import('./terminal/ask-to-install.ts')
      const show = (line: string) => this.note(line)
      await askToInstall(offer, previous, { yes: false, signal: this.signal, show })
    }
  }

  /**
   * Does the work of a command for each directory that `-d` names; it answers with an exit code. Several are worked on at
   * once, each in a section of its own: what fails in one stops no other, and the worst exit code is the command's.
   */
  protected async inEach(
    given: string | undefined,
    work: (section: Section) => Promise<ExitCode>,
  ): Promise<void> {
    const composition = this.compose()
    const targets = await composition.targets(given)
    const [only, ...others] = targets
    if (only && others.length === 0) {
      const { document, progress, journal } = this
      journal.know({ connection: only.address })
      const say = (line?: string) => this.say(line)
      const alone: Section = { target: only, composition, document, progress, journal, say }
      this.alone = alone
      return this.leave(await work(alone))
    }
    const ended = await Promise.all(targets.map((target) => this.inOne(target, work)))
    await this.endProgress()
    const code = worstOf(ended.map((one) => one.code))
    const failed = ended.filter((one) => one.code !== exitCodes.done).length
    if (this.asJson) this.document.field('summary', { directories: ended.length, failed })
    this.say(
      `${ended.length} directories, ${ended.length - failed} of them done${failed > 0 ? `, ${failed} not` : ''}`,
    )
    this.leave(code)
  }

  /** One of several: whatever happens there is told there. */
  private async inOne(
    target: Section['target'],
    work: (section: Section) => Promise<ExitCode>,
  ): Promise<EndedSection> {
    const progress = this.progress.part(target.address)
    const journal = this.journal.about({ connection: target.address })
    const composition = this.compose(progress, journal)
    const { section, ended } = keptSection({ target, composition, progress, journal })
    let code: ExitCode
    try {
      code = await work(section)
    } catch (thrown) {
      section.abandon?.()
      const error = firstFailure(thrown)
      const told = explain(error, this.stop?.aborted ?? false)
      code = told.exitCode as ExitCode
      section.document.field('error', told)
      section.say(sentenceFor(process.stdout, `Error: ${told.message}`))
      if (told.hint) section.say(sentenceFor(process.stdout, told.hint))
      const stack = this.manner.debug && error instanceof Error ? error.stack : undefined
      if (journal.asJson) log(journal, { ...told, stack })
      else if (stack) process.stderr.write(`${stack}\n`)
    } finally {
      await progress.end()
    }
    const one = ended(code)
    if (this.asJson) this.document.raw('directories', one.json)
    else for (const line of [`${one.address}:`, ...one.lines.map((text) => `  ${text}`)]) this.say(line)
    return one
  }

  /** A line for people on standard output; with `--json` there are none. */
  protected say(line = ''): void {
    if (!this.asJson) process.stdout.write(line + '\n')
  }

  /** A sentence for people on standard error. */
  protected note(sentence: string): void {
    this.journal.info(sentence)
  }

  /** Somebody waits at the other end: also where only errors are wanted. */
  protected tellOfStop(sentence: string): void {
    if (this.journal.asJson) this.journal.warn(sentence)
    else process.stderr.write(`\n${sentence}\n`)
  }

  /** Ends the command with a code other than 0; what was said stays said. */
  protected leave(code: ExitCode): void {
    if (code !== exitCodes.done) this.exit(code)
  }

  override async finally(error: Error | undefined): Promise<void> {
    await this.shown?.end()
    if (this.document.begun && !this.document.ended) this.document.end()
    await super.finally(error)
  }

  override async catch(thrown: Interfaces.CommandError): Promise<void> {
    await this.shown?.end()
    const error = firstFailure(thrown)
    if (error instanceof Errors.ExitError) throw error
    this.alone?.abandon?.()
    const told = explain(error, this.stop?.aborted ?? false)
    tell(told, { ...this.manner, document: this.document, journal: this.journal, error })
    this.exit(told.exitCode)
  }
}

/** An error in the words of `error` in the JSON contract. */
export interface ToldError {
  code: string
  message: string
  hint: string | null
  exitCode: number
}

/**
 * Where the work failed and so did putting things away after it, the work's failure: the other one is mostly its
 * consequence. An exit code that the work had chosen is none.
 */
export function firstFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'suppressed' in thrown && 'error' in thrown)) return thrown
  const first = firstFailure(thrown.suppressed)
  return first instanceof Errors.ExitError ? firstFailure(thrown.error) : first
}

/** What happened, and what to do next; anything that nobody foresaw is a bug of ours. */
export function explain(error: unknown, stopped: boolean): ToldError {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, hint: error.hint ?? null, exitCode: error.exitCode }
  }
  if (stopped) {
    const hint = 'What was begun is finished and recorded; run the same again to go on.'
    return { code: 'interrupted', message: 'Stopped', hint, exitCode: exitCodes.interrupted }
  }
  // Not by its class: oclif's own plugins bring a copy of it.
  if (error instanceof Error && 'oclif' in error)
    return { ...wordsOfOclif(error.message), code: 'wrong-use', exitCode: exitCodes.wrongUse }
  const hint = 'This is a bug in avatarctl: please report it with what --debug shows.'
  return { code: 'bug', message: messageOf(error), hint, exitCode: exitCodes.bug }
}

/** Several lines of oclif's as one sentence and a hint. */
function wordsOfOclif(text: string): { message: string; hint: string | null } {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'The following error occurred:')
  const hints = lines.filter((line) => line.startsWith('See more help'))
  const message = lines.filter((line) => !hints.includes(line)).join(' ')
  return { message, hint: hints[0] ?? 'See more help with --help' }
}

/** Tells an error the way that was asked for; one that comes after the document was complete, on standard error. */
export function tell(
  told: ToldError,
  how: { asJson: boolean; document: JsonDocument; journal: Journal; debug: boolean; error: unknown },
): void {
  const { document, journal } = how
  const stack = how.debug && how.error instanceof Error ? how.error.stack : undefined
  const isDocumented = how.asJson && !document.ended
  if (isDocumented) {
    document.field('error', told)
    document.end()
  }
  if (!isDocumented || journal.asJson) log(journal, { ...told, stack })
  else if (stack) process.stderr.write(`${stack}\n`)
}

/** Who collects logs is not alarmed by somebody's wish to stop. */
function log(journal: Journal, told: ToldError & { stack?: string | undefined }): void {
  const level = journal.asJson && told.exitCode === exitCodes.interrupted ? 'warn' : 'error'
  journal[level](told.message, { ...told })
}

let exitNow: (code: number) => void = () => undefined

/** `bin/` is where the process may be ended; it says here how. */
export function onSecondInterrupt(exit: (code: number) => void): void {
  exitNow = exit
}
