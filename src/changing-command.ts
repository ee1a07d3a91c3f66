import { Errors, type Interfaces } from '@oclif/core'
import { BaseCommand } from './base-command.ts'
import { exitCodes } from './errors.ts'
import { asPlanned, isDue } from './operations/apply.ts'
import type { Change, RunOutcome } from './records.ts'
import { type ChangesView, changesView, type Totals } from './terminal/changes-view.ts'
import { confirm } from './terminal/confirm.ts'

/** What the commands that change photos have in common: how a plan and a run are shown, and how they end. */
export abstract class ChangingCommand extends BaseCommand {
  private view: ChangesView | undefined

  protected makeView(): ChangesView {
    return (this.view = changesView({
      asJson: this.asJson,
      document: this.document,
      say: (line) => this.say(line),
    }))
  }

  override async catch(error: Interfaces.CommandError): Promise<void> {
    if (!(error instanceof Errors.ExitError)) {
      await this.endProgress()
      this.view?.abandon()
    }
    await super.catch(error)
  }

  /** Shows a plan that is not carried out. */
  protected async showPlan(
    view: ChangesView,
    plan: { changes: readonly Change[]; people: number },
    how: { desk: { directory: string; traffic: Totals['traffic'] }; exitCode: boolean },
  ): Promise<void> {
    await this.endProgress()
    view.begin({ run: null, directory: how.desk.directory, dryRun: true }, how.desk.traffic)
    for (const change of plan.changes) view.result(asPlanned(change))
    const due = plan.changes.filter(isDue).length
    view.end({ people: plan.people, due, traffic: how.desk.traffic })
    if (view.someFailed) return this.leave(exitCodes.someFailed)
    this.leave(due > 0 && how.exitCode ? exitCodes.changesFound : exitCodes.done)
  }

  /** Shows how a run ended. */
  protected async endRun(view: ChangesView, totals: Totals, outcome: RunOutcome): Promise<void> {
    await this.endProgress()
    view.end(totals)
    if (outcome === 'interrupted') {
      this.note('Stopped. What was begun is finished and recorded; run the same again to go on.')
      return this.leave(exitCodes.interrupted)
    }
    if (view.damagedOriginals) return this.leave(exitCodes.vault)
    this.leave(view.someFailed ? exitCodes.someFailed : exitCodes.done)
  }

  /** Asks before photos that people chose give way. */
  protected confirming(yes: boolean): (due: readonly Change[]) => Promise<void> {
    return async (due) => {
      const human = due.filter(({ overHuman }) => overHuman).length
      if (human === 0) return
      await this.endProgress()
      const photos = human === 1 ? '1 photo that a person chose' : `${human} photos that people chose`
      await confirm(`${photos} would give way.`, { yes, signal: this.signal })
    }
  }
}
