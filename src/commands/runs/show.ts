import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import type { ChangeRecord } from '../../records.ts'
import { roomFor, streamingTable } from '../../terminal/table.ts'

export default class RunsShow extends BaseCommand {
  static override summary = 'What one run did, to whom, and how it ended'
  static override description = 'Exit codes: 0 done, 2 no such run, 8 the ledger is damaged.'
  static override examples = ['<%= config.bin %> runs show 20261122T101500Z-1a2b']
  static override args = { id: Args.string({ description: 'as `runs list` shows it', required: true }) }

  async run(): Promise<void> {
    const { args } = await this.parse(RunsShow)
    using vault = await this.compose().vault()
    const { run, changes } = vault.run(args.id)
    if (this.asJson) {
      this.document.field('run', run)
      this.document.list('changes')
      for (const change of changes) this.document.item('changes', change)
      return this.document.end()
    }
    const table = streamingTable<ChangeRecord>(
      [
        { title: 'PERSON', weight: 6, value: ({ person }) => person.name ?? person.email ?? person.id },
        { title: 'ACTION', weight: 2, value: ({ action }) => action },
        { title: 'STATE', weight: 2, value: ({ state }) => state },
        { title: 'REASON', weight: 7, value: ({ error, reason }) => error?.message ?? reason },
      ],
      roomFor(process.stdout),
    )
    this.say(`${run.command} of ${run.directory}, ${run.startedAt} to ${run.finishedAt ?? '(not finished)'}`)
    this.say(table.head())
    for (const change of changes) this.say(table.row(change))
  }
}
