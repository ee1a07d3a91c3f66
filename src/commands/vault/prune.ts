import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { waitFlag } from '../../flags.ts'
import { prune, type PruneTotals } from '../../operations/prune.ts'
import type { VaultKeeper } from '../../ports.ts'
import { confirm } from '../../terminal/confirm.ts'
import { bytesText } from '../../terminal/bytes-text.ts'

const dayMs = 86_400_000

export default class VaultPrune extends BaseCommand {
  static override summary = 'Delete what nobody needs any more'
  static override description = `Drawings of our own that were replaced by newer ones, photos that were put back (and read back), and files that killed runs left behind. Never the last copy of a photo that somebody chose and that is not back in place: only \`vault forget\` erases those. Nothing is deleted while something in the vault is damaged.

Exit codes: 0 done, 2 wrong use or a confirmation that was not given, 7 a run is working, 8 the vault is damaged or cannot be written.`
  static override examples = [
    '<%= config.bin %> vault prune --dry-run',
    '<%= config.bin %> vault prune --older-than 90 --yes',
  ]
  static override flags = {
    'older-than': Flags.integer({
      description: 'only what was stored more than so many days ago',
      default: 0,
      min: 0,
      max: 100_000,
      env: 'AVATARCTL_OLDER_THAN',
      helpValue: 'DAYS',
    }),
    'dry-run': Flags.boolean({
      description: 'say what would be deleted; delete nothing',
      default: false,
      env: 'AVATARCTL_DRY_RUN',
    }),
    ...waitFlag,
    yes: Flags.boolean({ char: 'y', description: 'delete without asking' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(VaultPrune)
    const composition = this.compose()
    const dryRun = flags['dry-run']
    const savedBefore = new Date(Date.now() - flags['older-than'] * dayMs).toISOString()
    const ask = (totals: PruneTotals) =>
      confirm(`${sentence(totals)} would be deleted.`, { yes: flags.yes, signal: this.signal })
    const work = (keeper: VaultKeeper) => prune(keeper, { savedBefore, dryRun, confirm: ask })
    const pruned = dryRun
      ? await composition.lookAtVault(work)
      : await composition.keepVault({ command: 'vault prune', wait: flags.wait }, work)
    const found = pruned?.found ?? { originals: [], strays: [] }
    const totals = pruned?.totals ?? { drawings: 0, backInPlace: 0, strays: 0, bytes: 0 }
    if (this.asJson) {
      this.document.field('dryRun', dryRun)
      this.document.list('originals')
      for (const original of found.originals) this.document.item('originals', original)
      this.document.list('strays')
      for (const stray of found.strays) this.document.item('strays', stray)
      this.document.field('summary', totals)
      return this.document.end()
    }
    if (found.originals.length + found.strays.length === 0)
      return this.say('There is nothing that nobody needs.')
    this.say(`${sentence(totals)} ${dryRun ? 'would be deleted. Nothing was.' : 'deleted.'}`)
  }
}

function sentence({ drawings, backInPlace, strays, bytes }: PruneTotals): string {
  const parts = [
    [drawings, 'drawing of ours', 'drawings of ours'],
    [backInPlace, 'photo that is back in place', 'photos that are back in place'],
    [strays, 'file left by a killed run', 'files left by killed runs'],
  ] as const
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
  return `${words.join(', ')} (${bytesText(bytes)})`
}
