import { BaseCommand } from './base-command.ts'
import { type ExitCode, exitCodes } from './errors.ts'
import { asPlanned, isDue } from './operations/apply.ts'
import { picturePlan, type PlannedPictures } from './operations/picture-plan.ts'
import type { Report } from './ports.ts'
import type { Change, RunOutcome } from './records.ts'
import { reporting } from './reporting.ts'
import type { Section } from './sections.ts'
import { type ChangesView, changesView, type Totals } from './terminal/changes-view.ts'
import { confirm } from './terminal/confirm.ts'
import { journaledChanges, tellEnd } from './terminal/journaled-changes.ts'
import { reportedChanges } from './terminal/reported-changes.ts'

/** What the commands that change photos have in common: how a plan and a run are shown, and how they end. */
export abstract class ChangingCommand extends BaseCommand {
  private report: Report | undefined

  /** Does the work for each directory, with a page for people where one is asked for. */
  protected async inEachReported(
    { directory, report: file }: { directory?: string | undefined; report?: string | undefined },
    work: (section: Section) => Promise<ExitCode>,
    how: { dryRun?: boolean } = {},
  ): Promise<void> {
    const { document, journal } = this
    const parts = { composition: this.compose(), file, field: 'report', document, journal } as const
    await reporting({ ...parts, say: (line) => this.say(line) }, async (report) => {
      this.report = report
      await this.inEach(directory, work, how)
    })
  }

  protected makeView(section: Section): ChangesView {
    const { document, say, journal } = section
    const shown = changesView({ asJson: this.asJson, document, say })
    const told = journal.asJson ? journaledChanges(shown, journal) : shown
    const report = this.report?.part(section.name ?? section.target.address, this.id ?? '')
    section.report = report
    const view = report ? reportedChanges(told, report) : told
    section.abandon = () => view.abandon()
    return view
  }

  /** Shows a plan that is not carried out. */
  protected async showPlan(
    view: ChangesView,
    plan: { changes: readonly Change[]; people: number },
    how: {
      section: Section
      desk: { directory: string; traffic: Totals['traffic'] }
      exitCode: boolean
      /** Where the pictures of a report come from. */
      pictures?: PlannedPictures
    },
  ): Promise<ExitCode> {
    const { pictures, section } = how
    const { report: album, progress } = section
    const isPictured = album !== undefined && pictures !== undefined
    if (!isPictured) await progress.end()
    view.begin({ run: null, directory: how.desk.directory, dryRun: true }, how.desk.traffic)
    const changes = isPictured
      ? picturePlan({ ...pictures, album, progress, signal: this.signal }, plan.changes)
      : plan.changes
    for await (const change of changes) view.result(asPlanned(change))
    await progress.end()
    const due = plan.changes.filter(isDue).length
    const end = view.end({ people: plan.people, due, traffic: how.desk.traffic })
    const found = due > 0 && how.exitCode ? exitCodes.changesFound : exitCodes.done
    return this.conclude(section, end, view.someFailed ? exitCodes.someFailed : found)
  }

  /** Shows how a run ended. */
  protected async endRun(
    section: Section,
    view: ChangesView,
    totals: Totals,
    outcome: RunOutcome,
  ): Promise<ExitCode> {
    await section.progress.end()
    const end = view.end(totals)
    if (outcome === 'interrupted') {
      section.journal.warn('Stopped. What was begun is finished and recorded; run the same again to go on.')
      return this.conclude(section, end, exitCodes.interrupted)
    }
    const ended = view.someFailed ? exitCodes.someFailed : exitCodes.done
    return this.conclude(section, end, view.damagedOriginals ? exitCodes.vault : ended)
  }

  private conclude({ journal }: Section, end: ReturnType<ChangesView['end']>, code: ExitCode): ExitCode {
    if (journal.asJson) tellEnd(journal, end, code)
    return code
  }

  /** Who collects logs reads there what people are shown, and nothing between the lines. */
  protected override put(text: string): void {
    if (!this.journal.asJson) super.put(text)
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
