import type { Interfaces } from '@oclif/core'
import { ChangingCommand } from './changing-command.ts'
import type { ExitCode } from './errors.ts'
import type { Interval } from './flags.ts'
import { watch } from './operations/watch.ts'
import { isWritten, jsonLineDocument, leftOpen } from './terminal/json-document.ts'
import { tellNextRun, tellWatch } from './terminal/watch-view.ts'

/** Every run but the first is due later by up to this part of the interval. */
const mostDelay = 0.1

/** What a command has that can be repeated for years. Each run is a command of its own: everything in it is made anew. */
export abstract class WatchingCommand extends ChangingCommand {
  /** One of the runs of a command that is repeated: nobody is there to be asked. */
  protected isOneOfMany = false
  /** It is repeated, and none of the runs is under way. */
  private isBetweenRuns = false

  /** Runs again and again until the user wants it to end. With `--json` every run is a document on one line. */
  protected async watch(interval: Interval): Promise<void> {
    const { journal, signal } = this
    const unread = new AbortController()
    const stop = AbortSignal.any([signal, unread.signal])
    const delay = Math.random() * mostDelay
    tellWatch(journal, interval, delay)
    const parts = {
      clock: await this.compose().wakingClock(),
      signal: stop,
      runOnce: async () => {
        const code = await this.runOnce(stop)
        // Nobody reads any more, or the disk is full: nobody would hear of another run.
        if (!(await isWritten(process.stdout))) unread.abort()
        return code
      },
      onNext: tellNextRun(journal, interval),
    }
    this.leave(await watch(parts, { intervalMs: interval.ms, delay }))
  }

  private async runOnce(stop: AbortSignal): Promise<ExitCode> {
    // Whatever listens to it is gone with the run.
    const own = new AbortController()
    const passOn = () => own.abort(stop.reason)
    const document = jsonLineDocument((text) => process.stdout.write(text))
    if (this.asJson) document.field('startedAt', new Date().toISOString())
    const Same = this.constructor as new (argv: string[], config: Interfaces.Config) => WatchingCommand
    const one = new Same(this.argv, this.config)
    one.isOneOfMany = true
    stop.addEventListener('abort', passOn)
    this.isBetweenRuns = false
    const code = await one.runAsPart(own.signal, leftOpen(document))
    this.isBetweenRuns = true
    stop.removeEventListener('abort', passOn)
    if (this.asJson) {
      document.field('exitCode', code)
      document.end()
    }
    return code
  }

  protected override get askToInstall() {
    return this.isOneOfMany ? undefined : super.askToInstall
  }

  protected override tellOfStop(sentence: string): void {
    super.tellOfStop(this.isBetweenRuns ? 'Stopped between two runs.' : sentence)
  }
}
