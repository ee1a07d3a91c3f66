import { BaseCommand } from './base-command.ts'
import { type ExitCode, exitCodes } from './errors.ts'
import { asPlanned, isDue } from './operations/apply.ts'
import type { Change, RunOutcome } from './records.ts'
import type { Section } from './sections.ts'
import { type ChangesView, changesView, type Totals } from './terminal/changes-view.ts'
import { confirm } from './terminal/confirm.ts'

/** What the commands that change photos have in common: how a plan and a run are shown, and how they end. */
export abstract class ChangingCommand extends BaseCommand {
  protected makeView(section: Section): ChangesView {
    const { document, say } = section
    const view = changesView({ asJson: this.asJson, document, say })
    section.abandon = () => view.abandon()
    return view
  }

  /** Shows a plan that is not carried out. */
  protected async showPlan(
    view: ChangesView,
    plan: { changes: readonly Change[]; people: number },
    how: { section: Section; desk: { directory: string; traffic: Totals['traffic'] }; exitCode: boolean },
  ): Promise<ExitCode> {
    await how.section.progress.end()
    view.begin({ run: null, directory: how.desk.directory, dryRun: true }, how.desk.traffic)
    for (const change of plan.changes) view.result(asPlanned(change))
    const due = plan.changes.filter(isDue).length
    view.end({ people: plan.people, due, traffic: how.desk.traffic })
    if (view.someFailed) return exitCodes.someFailed
    return due > 0 && how.exitCode ? exitCodes.changesFound : exitCodes.done
  }

  /** Shows how a run ended. */
  protected async endRun(
    { progress, note }: Section,
    view: ChangesView,
    totals: Totals,
    outcome: RunOutcome,
  ): Promise<ExitCode> {
    await progress.end()
    view.end(totals)
    if (outcome === 'interrupted') {
      note('Stopped. What was begun is finished and recorded; run the same again to go on.')
      return exitCodes.interrupted
    }
    if (view.damagedOriginals) return exitCodes.vault
    return view.someFailed ? exitCodes.someFailed : exitCodes.done
  }

  /** Asks before photos that people chose give way. */
  protected confirming({ ask, name }: Section, yes: boolean): (due: readonly Change[]) => Promise<void> {
    return async (due) => {
      const human = due.filter(({ overHuman }) => overHuman).length
      if (human === 0) return
      const photos = human === 1 ? '1 photo that a person chose' : `${human} photos that people chose`
      const what = `${photos}${name === undefined ? '' : ` in ${name}`} would give way.`
      await ask(() => confirm(what, { yes, signal: this.signal }))
    }
  }
}
