import { stripVTControlCharacters } from 'node:util'
import { Command, Errors, Flags, type Interfaces } from '@oclif/core'
import { type Composition, compose } from './composition.ts'
import { AppError, type ExitCode, exitCodes, messageOf } from './errors.ts'
import type { Consent } from './operations/install-plugin.ts'
import type { Wait } from './ports.ts'
import { canAsk } from './terminal/ask.ts'
import { type EndedSection, keptSection, type Section, worstOf } from './sections.ts'
import { type JsonDocument, jsonDocument } from './terminal/json-document.ts'
import { type Manner, mannerOf } from './terminal/manner.ts'
import { type ShownProgress, showProgress } from './terminal/progress.ts'
import { watchInterrupts } from './terminal/interrupt.ts'
import { redacted } from './redaction.ts'
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
    this.stop ??= watchInterrupts((code) => exitNow(code))
    return this.stop
  }

  protected get progress(): ShownProgress {
    this.shown ??= showProgress(process.stderr, { quiet: this.manner.quiet })
    return this.shown
  }

  /** Takes the progress off the screen, before anything else is shown. */
  protected async endProgress(): Promise<void> {
    await this.shown?.end()
  }

  /** Everything that is not a command: made for this command's surroundings. */
  protected compose(progress?: ShownProgress): Composition {
    const { config } = this
    const plugins = [...config.plugins.values()].map(({ name, version, root, type, pjson }) => ({
      ...{ name, version, root, type },
      pjson: pjson,
    }))
    const warn = (sentence: string) => this.note(sentence)
    const { dataDir: dataFolder, cacheDir: cacheFolder, configDir: configFolder } = config
    const folders = { root: config.root, dataFolder, cacheFolder, configFolder }
    const { safeMode } = this.manner
    const surroundings = {
      version: config.version,
      ...folders,
      environment: process.env,
      safeMode,
      isAttended: canAsk(),
    }
    const waiting = (wait: Wait) => (progress ?? this.progress).waiting(wait)
    const printed = (plugin: string, text: string) => {
      for (const line of this.manner.debug ? text.split('\n') : []) this.note(`${plugin} printed: ${line}`)
    }
    const { signal, askToInstall } = this
    return compose({ ...surroundings, plugins, signal, warn, printed, waiting, askToInstall })
  }

  /** A plugin is offered to somebody who sees what it is and can answer, and to nobody else. */
  private get askToInstall(): Consent['confirm'] | undefined {
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
      const { document, progress } = this
      const alone: Section = { target: only, composition, document, progress, say: (line) => this.say(line) }
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
    const { section, ended } = keptSection({ target, composition: this.compose(progress), progress })
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
      if (this.manner.debug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
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
    if (!this.manner.quiet) process.stderr.write(sentenceFor(process.stderr, redacted(sentence)) + '\n')
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
    tell(told, { ...this.manner, document: this.document, error })
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
  how: { asJson: boolean; document: JsonDocument; debug: boolean; error: unknown },
): void {
  if (how.asJson && !how.document.ended) {
    how.document.field('error', told)
    how.document.end()
  } else {
    process.stderr.write(sentenceFor(process.stderr, `Error: ${told.message}`) + '\n')
    if (told.hint) process.stderr.write(sentenceFor(process.stderr, told.hint) + '\n')
  }
  if (how.debug && how.error instanceof Error) process.stderr.write(`${how.error.stack ?? ''}\n`)
}

let exitNow: (code: number) => void = () => undefined

/** `bin/` is where the process may be ended; it says here how. */
export function onSecondInterrupt(exit: (code: number) => void): void {
  exitNow = exit
}
