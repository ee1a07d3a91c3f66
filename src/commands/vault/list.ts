import { BaseCommand } from '../../base-command.ts'
import { roomFor, streamingTable } from '../../terminal/table.ts'
import type { VaultEntry } from '../../records.ts'

export default class VaultList extends BaseCommand {
  static override summary = 'The originals that are kept, and whose they are'
  static override description = 'Exit codes: 0 done, 2 wrong use, 8 the ledger is damaged.'
  static override examples = ['<%= config.bin %> vault list', '<%= config.bin %> vault list --json']

  async run(): Promise<void> {
    await this.parse(VaultList)
    using vault = await this.compose().vault()
    const table = streamingTable<VaultEntry>(
      [
        { title: 'PERSON', weight: 5, value: ({ person, who }) => who.name ?? who.email ?? person },
        { title: 'SAVED', weight: 4, value: ({ savedAt }) => savedAt },
        { title: 'ORIGINAL', weight: 3, value: ({ sha256 }) => sha256?.slice(0, 12) ?? 'had none' },
        { title: 'WHOSE', weight: 2, value: whose },
        { title: 'BYTES', weight: 2, value: ({ sha256, bytes }) => (sha256 ? String(bytes) : '') },
        { title: 'DIRECTORY', weight: 6, value: ({ directory }) => directory },
      ],
      roomFor(process.stdout),
    )
    if (this.asJson) this.document.list('originals')
    else this.say(table.head())
    for (const entry of vault.originals()) {
      if (this.asJson) this.document.item('originals', entry)
      else this.say(table.row(entry))
    }
    if (this.asJson) this.document.end()
  }
}

function whose({ sha256, own, prunedAt }: VaultEntry): string {
  if (prunedAt) return 'pruned'
  if (sha256 === null) return ''
  return own ? 'ours' : 'their own'
}
