import { Command, Errors, Flags, type Interfaces } from '@oclif/core'
import { type Composition, compose } from './composition.ts'
import { AppError, type ExitCode, exitCodes } from './errors.ts'
import type { Consent } from './operations/install-plugin.ts'
import type { Wait } from './ports.ts'
import { canAsk } from './terminal/ask.ts'
import type { Section } from './sections.ts'
import type { Stage } from './sections-at-once.ts'
import { type Journal, journalFor } from './terminal/journal.ts'
import { type JsonDocument, jsonDocument } from './terminal/json-document.ts'
import { type Manner, mannerOf } from './terminal/manner.ts'
import { showProgress } from './terminal/progress.ts'
import type { ShownProgress } from './terminal/shown-progress.ts'
import { watchInterrupts } from './terminal/interrupt.ts'
import { redacted } from './redaction.ts'
import { sentenceFor } from './terminal/sentence.ts'
import { explain, firstFailure, logError, tell } from './told-error.ts'

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
  /** Another command runs it, and goes on after it. */
  protected isPart = false
  protected document: JsonDocument = jsonDocument((text) => process.stdout.write(text))
  private shown: ShownProgress | undefined
  private stop: AbortSignal | undefined
  private alone: Section | undefined
  private told: Journal | undefined
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
      (sentence) => this.tellOfStop(sentence),
    )
    return this.stop
  }

  /** What is told on standard error. */
  protected get journal(): Journal {
    this.told ??= journalFor(this.manner, {
      facts: { command: this.id?.replaceAll(':', ' ') },
      above: (write) => this.aboveProgress(write),
    })
    return this.told
  }

  protected get progress(): ShownProgress {
    this.shown ??= showProgress(process.stderr, { quiet: this.manner.quiet, journal: this.journal })
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

  /**
   * Runs as a part of another command: stops when that one does, and speaks in a document of its. Answers with the exit
   * code; anything but that is a bug, and thrown.
   */
  async runAsPart(stop: AbortSignal, document: JsonDocument = this.document): Promise<ExitCode> {
    this.isPart = true
    this.stop = stop
    this.document = document
    try {
      await this._run()
      return exitCodes.done
    } catch (error) {
      if (error instanceof Errors.ExitError) return error.oclif.exit as ExitCode
      throw error
    }
  }

  /** Takes the progress off the screen, before anything else is shown. */
  protected async endProgress(): Promise<void> {
    await this.shown?.end()
  }

  /** Everything that is not a command: made for this command's surroundings, or for one directory of several. */
  protected compose(
    one: { progress?: ShownProgress; journal?: Journal; shared?: Composition['shared'] } = {},
  ): Composition {
    const { config } = this
    const plugins = [...config.plugins.values()].map(({ name, version, root, type, pjson }) => ({
      ...{ name, version, root, type },
      pjson: pjson,
    }))
    const { journal = this.journal } = one
    const warn = (sentence: string) => journal.warn(sentence)
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
      for (const line of this.manner.debug ? text.split('\n') : [])
        journal.info(`${plugin} printed: ${line}`, { plugin })
    }
    const { signal, askToInstall } = this
    return compose({ ...surroundings, plugins, signal, warn, printed, waiting, askToInstall }, one.shared)
  }

  /** A plugin is offered to somebody who sees what it is and can answer, and to nobody else. */
  protected get askToInstall(): Consent['confirm'] | undefined {
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
    const { document, progress, journal } = this
    if (only && !only.isOneOfSeveral) {
      journal.know({ connection: only.address })
      const say = (line?: string) => this.say(line)
      const ask: Section['ask'] = (question) => this.asking(question)
      const alone: Section = { target: only, composition, document, progress, journal, say, ask }
      this.alone = alone
      return this.leave(await work(alone))
    }
    const { workAtOnce } = await import('./sections-at-once.ts')
    const form = this.asJson ? 'json' : csvHead === undefined ? 'blocks' : 'csv'
    const write = (text: string) => this.put(text)
    if (form === 'csv') write(`${csvHead}\n`)
    let asking: Promise<unknown> = Promise.resolve()
    const stage: Stage = {
      ...{ form, onDisk: !dryRun, document, progress, write },
      above: (writing) => this.aboveProgress(writing),
      partsOf: (target, own) => {
        const { address: name } = target
        const voice = journal.about({ connection: name })
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
        const its = this.compose({ progress: own, journal: voice, shared: composition.shared })
        return { target, composition: its, progress: own, name, journal: voice, ask }
      },
      fail: (section, thrown) => this.failIn(section, thrown),
    }
    this.leave(await workAtOnce(targets, stage, work))
  }

  /** Tells what went wrong in one of several directories; answers with the exit code of that. */
  private failIn({ document, journal }: Section, thrown: unknown): ExitCode {
    const error = firstFailure(thrown)
    if (error instanceof Errors.ExitError) return error.oclif.exit as ExitCode
    const told = explain(error, this.stop?.aborted ?? false)
    document.field('error', told)
    logError(journal, told, { error, debug: this.manner.debug, isDocumented: this.asJson })
    return told.exitCode as ExitCode
  }

  /** A line for people on standard output; with `--json` there are none. */
  protected say(line = ''): void {
    if (!this.asJson) this.put(line + '\n')
  }

  /** Text on standard output that is no JSON. */
  protected put(text: string): void {
    process.stdout.write(text)
  }

  /** A sentence for people on standard error. */
  protected note(sentence: string): void {
    this.journal.info(sentence)
  }

  /** Somebody waits at the other end: also where only errors are wanted. */
  protected tellOfStop(sentence: string): void {
    if (this.journal.asJson) this.journal.warn(sentence)
    else this.aboveProgress(() => process.stderr.write(`\n${sentence}\n`))
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
    const flags = Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags })
    const told = explain(error, this.stop?.aborted ?? false, flags)
    tell(told, { ...this.manner, document: this.document, journal: this.journal, error })
    this.exit(told.exitCode)
  }
}

let exitNow: (code: number) => void = () => undefined

/** `bin/` is where the process may be ended; it says here how. */
export function onSecondInterrupt(exit: (code: number) => void): void {
  exitNow = exit
}
