import { stripVTControlCharacters } from 'node:util'
import { Command, Errors, Flags, type Interfaces } from '@oclif/core'
import { type Composition, compose } from './composition.ts'
import { AppError, type ExitCode, exitCodes, messageOf } from './errors.ts'
import type { Consent } from './operations/install-plugin.ts'
import type { Wait } from './ports.ts'
import { canAsk } from './terminal/ask.ts'
import type { Section } from './sections.ts'
import type { Stage } from './sections-at-once.ts'
import { type JsonDocument, jsonDocument } from './terminal/json-document.ts'
import { type Manner, mannerOf } from './terminal/manner.ts'
import { showProgress } from './terminal/progress.ts'
import type { ShownProgress } from './terminal/shown-progress.ts'
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
  /** What is written once a question is answered. */
  private held: (() => void)[] | undefined

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
      (text) => this.aboveProgress(() => process.stderr.write(text)),
    )
    return this.stop
  }

  protected get progress(): ShownProgress {
    this.shown ??= showProgress(process.stderr, { quiet: this.manner.quiet })
    return this.shown
  }

  /** Writes something that stays; while a question is asked, after it. */
  private aboveProgress(write: () => void): void {
    if (this.held) this.held.push(write)
    else if (this.shown) this.shown.above(write)
    else write()
  }

  /** Asks the user something, with nothing else on the screen. */
  private async asking<T>(question: () => Promise<T>): Promise<T> {
    this.held = []
    try {
      return await this.progress.aside(question)
    } finally {
      const held = this.held
      this.held = undefined
      for (const write of held) this.aboveProgress(write)
    }
  }

  /** Takes the progress off the screen, before anything else is shown. */
  protected async endProgress(): Promise<void> {
    await this.shown?.end()
  }

  /** Everything that is not a command: made for this command's surroundings, or for one directory of several. */
  protected compose(
    one: { progress?: ShownProgress; warn?: (sentence: string) => void; shared?: Composition['shared'] } = {},
  ): Composition {
    const { config } = this
    const plugins = [...config.plugins.values()].map(({ name, version, root, type, pjson }) => ({
      ...{ name, version, root, type },
      pjson: pjson,
    }))
    const { warn = (sentence: string) => this.note(sentence) } = one
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
    const waiting = (wait: Wait) => (one.progress ?? this.progress).waiting(wait)
    const printed = (plugin: string, text: string) => {
      for (const line of this.manner.debug ? text.split('\n') : []) this.note(`${plugin} printed: ${line}`)
    }
    const { signal, askToInstall } = this
    return compose({ ...surroundings, plugins, signal, warn, printed, waiting, askToInstall }, one.shared)
  }

  /** A plugin is offered to somebody who sees what it is and can answer, and to nobody else. */
  private get askToInstall(): Consent['confirm'] | undefined {
    const { asJson, quiet, safeMode } = this.manner
    if (asJson || quiet || safeMode || process.env['CI'] || !canAsk()) return undefined
    return async (offer, previous) => {
      const { askToInstall } = await import('./terminal/ask-to-install.ts')
      // Part of the question: whoever answers has to have seen it.
      const show = (line: string) =>
        void process.stderr.write(sentenceFor(process.stderr, redacted(line)) + '\n')
      await this.asking(() => askToInstall(offer, previous, { yes: false, signal: this.signal, show }))
    }
  }

  /**
   * Does the work of a command for each directory that `-d` names; it answers with an exit code. Several are worked on at
   * once, each in a section of its own: what fails in one stops no other, and the worst exit code is the command's.
   */
  protected async inEach(
    given: string | undefined,
    work: (section: Section) => Promise<ExitCode>,
    /** `csvHead`: the line above the rows of all of them. */
    { dryRun = false, csvHead }: { dryRun?: boolean; csvHead?: string | undefined } = {},
  ): Promise<void> {
    const composition = this.compose()
    const targets = await composition.targets(given)
    const [only] = targets
    const { document, progress } = this
    const note = (sentence: string) => this.note(sentence)
    if (only && !only.isOneOfSeveral) {
      const say = (line?: string) => this.say(line)
      const ask: Section['ask'] = (question) => this.asking(question)
      const alone: Section = { target: only, composition, document, progress, say, note, ask }
      this.alone = alone
      return this.leave(await work(alone))
    }
    const { workAtOnce } = await import('./sections-at-once.ts')
    const form = this.asJson ? 'json' : csvHead === undefined ? 'blocks' : 'csv'
    const write = (text: string) => void process.stdout.write(text)
    if (form === 'csv') write(`${csvHead}\n`)
    let asking: Promise<unknown> = Promise.resolve()
    const stage: Stage = {
      ...{ form, onDisk: !dryRun, document, progress, write },
      above: (writing) => this.aboveProgress(writing),
      partsOf: (target, own) => {
        const { address: name } = target
        const voice = (sentence: string) => this.note(`${name}: ${sentence}`)
        const ask: Section['ask'] = (question) => {
          const answered = asking.then(async () => {
            this.signal.throwIfAborted()
            try {
              return await this.asking(question)
            } catch (error) {
              // Ctrl-C at a question is meant for all of it.
              const isStop = error instanceof AppError && error.code === 'interrupted'
              if (isStop && !this.signal.aborted) process.emit('SIGINT')
              throw error
            }
          })
          asking = answered.catch(() => undefined)
          return answered
        }
        const its = this.compose({ progress: own, warn: voice, shared: composition.shared })
        return { target, composition: its, progress: own, name, note: voice, ask }
      },
      fail: (section, thrown) => this.failIn(section, thrown),
    }
    this.leave(await workAtOnce(targets, stage, work))
  }

  /** Tells what went wrong in one of several directories; answers with the exit code of that. */
  private failIn(section: Section, thrown: unknown): ExitCode {
    const error = firstFailure(thrown)
    if (error instanceof Errors.ExitError) return error.oclif.exit as ExitCode
    const told = explain(error, this.stop?.aborted ?? false)
    section.document.field('error', told)
    if (!this.asJson)
      this.aboveProgress(() => {
        const { message, hint } = told
        process.stderr.write(`${sentenceFor(process.stderr, `${section.name ?? ''}: Error: ${message}`)}\n`)
        if (hint) process.stderr.write(`${sentenceFor(process.stderr, hint)}\n`)
      })
    if (this.manner.debug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
    return told.exitCode as ExitCode
  }

  /** A line for people on standard output; with `--json` there are none. */
  protected say(line = ''): void {
    if (!this.asJson) process.stdout.write(line + '\n')
  }

  /** A sentence for people on standard error. */
  protected note(sentence: string): void {
    if (this.manner.quiet) return
    this.aboveProgress(() => process.stderr.write(sentenceFor(process.stderr, redacted(sentence)) + '\n'))
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
