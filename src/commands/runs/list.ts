import { BaseCommand } from '../../base-command.ts'
import type { RunRecord } from '../../records.ts'
import { roomFor, streamingTable } from '../../terminal/table.ts'

export default class RunsList extends BaseCommand {
  static override summary = 'What was done, when, and how it ended'
  static override description = 'Exit codes: 0 done, 2 wrong use, 8 the ledger is damaged.'
  static override examples = ['<%= config.bin %> runs list', '<%= config.bin %> runs list --json']

  async run(): Promise<void> {
    await this.parse(RunsList)
    using vault = await this.compose().vault()
    const runs = vault.runs()
    if (this.asJson) {
      this.document.list('runs')
      for (const run of runs) this.document.item('runs', run)
      return this.document.end()
    }
    if (runs.length === 0) return this.say('There was no run yet.')
    const table = streamingTable<RunRecord>(
      [
        { title: 'RUN', weight: 0, columns: 21, value: ({ id }) => id },
        { title: 'COMMAND', weight: 0, columns: 7, value: ({ command }) => command },
        { title: 'OUTCOME', weight: 0, columns: 12, value: ({ outcome }) => outcome ?? 'not finished' },
        { title: 'DONE', weight: 0, columns: 6, value: ({ changes }) => String(changes.confirmed) },
        {
          title: 'FAILED',
          weight: 0,
          columns: 6,
          value: ({ changes }) => String(changes.failed + changes.unknown),
        },
        { title: 'DIRECTORY', weight: 8, value: ({ directory }) => directory },
      ],
      roomFor(process.stdout),
    )
    this.say(table.head())
    for (const run of runs) this.say(table.row(run))
  }
}
