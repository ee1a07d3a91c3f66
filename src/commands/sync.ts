import type { PhotoLimits } from '@avatarctl/sdk'
import { Flags as flag, type Interfaces } from '@oclif/core'
import { AppError, type ExitCode } from '../errors.ts'
import * as shared from '../flags.ts'
import { draw, planSync, sync, type SyncWish } from '../operations/sync.ts'
import { isDue } from '../operations/apply.ts'
import type { Change } from '../records.ts'
import type { Section } from '../sections.ts'
import { WatchingCommand } from '../watching-command.ts'

export default class Sync extends WatchingCommand {
  static override summary = 'Give everybody without a photo an avatar, and keep our own avatars right'
  static override description = `Looks at who has no photo, makes one, stores what stands there in the vault, and only then puts it up. A photo that somebody chose is left alone, but with --replace all.

With --watch it goes on until SIGTERM or Ctrl-C: it ends with 0 between two runs, and with 130 in a run. A run that fails is told of, and the next one tries again; a damaged vault (8), a bug (1), and wrong use in the first run (2) end it. With --json every run is one line, with its exitCode.

Exit codes: 0 done, 2 wrong use or a confirmation that was not given, 3 some people failed, 4 with --exit-code: a dry run found changes, 5 refused by the directory, 6 the directory cannot be reached, 7 another run holds the lock, 8 the vault cannot be written or is damaged, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> sync -d folder:company --dry-run',
    '<%= config.bin %> sync -d ringcentral --me',
    '<%= config.bin %> sync -d folder:company -g initials --max-changes 10%',
    '<%= config.bin %> sync -d folder:company --replace all --yes',
    '<%= config.bin %> sync -d folder:company --dry-run --report plan.html',
    '<%= config.bin %> sync -d folder:company --watch 15m --log-format json',
  ]
  static override flags = {
    ...shared.directoryFlag,
    ...shared.imageFlags,
    replace: flag.option({
      description: 'missing: fill only; own: also refresh our own; all: also photos that people chose',
      options: ['missing', 'own', 'all'] as const,
      default: 'own',
    })(),
    'refill-removed': flag.boolean({
      description: 'also where somebody took our avatar away',
      env: 'AVATARCTL_REFILL_REMOVED',
    }),
    ...shared.selectionFlags,
    ...shared.personFlag,
    ...shared.meFlag(['person', 'where', 'kind', 'status']),
    'dry-run': flag.boolean({
      description: 'say what would be done; write nothing',
      env: 'AVATARCTL_DRY_RUN',
    }),
    'exit-code': flag.boolean({
      description: 'with --dry-run: exit 4 when there is something to do',
      env: 'AVATARCTL_EXIT_CODE',
    }),
    'max-changes': flag.string({
      description: 'do nothing at all when more people than this would be changed',
      helpValue: 'N|N%',
    }),
    watch: flag.string({
      description: 'run now, and then so often until it is stopped: 90s, 15m, 6h, 1d',
      exclusive: ['exit-code'],
      env: 'AVATARCTL_WATCH',
      helpValue: 'INTERVAL',
    }),
    ...shared.reportFlag,
    ...shared.concurrencyFlag,
    ...shared.waitFlag,
    yes: flag.boolean({ char: 'y', description: 'replace photos that people chose without asking' }),
  }

  async run(): Promise<void> {
    const parsed = await this.parse(Sync)
    const { watch, replace, yes } = parsed.flags
    if (watch !== undefined && !this.isOneOfMany) {
      const interval = shared.parseInterval(watch)
      if (replace === 'all' && !yes) throw nobodyToAsk()
      return await this.watch(interval)
    }
    await this.inEachReported(
      parsed.flags,
      (section) => this.syncOne(section, shared.withPreferences(parsed, section.target.preferences)),
      { dryRun: parsed.flags['dry-run'] },
    )
  }

  private async syncOne(section: Section, flags: Flags): Promise<ExitCode> {
    const { target, composition, progress } = section
    const { 'dry-run': dryRun, 'max-changes': limit, concurrency } = flags
    const selection = shared.selectionFrom(flags, target.preferences)
    const maxChanges = limit === undefined ? {} : { maxChanges: shared.parseMaxChanges(limit) }
    await using chain = await composition.chain({
      ...shared.chainFrom(flags),
      preferences: target.preferences,
      dryRun,
    })
    const view = this.makeView(section)
    const policy = { replace: flags.replace, refillRemoved: flags['refill-removed'] }
    const wish = ({ limits }: { limits: PhotoLimits }): SyncWish => ({
      ...{ selection, policy, concurrency, ...maxChanges, me: flags.me },
      size: flags.size ?? limits.preferredSize,
    })
    const { signal } = this
    const onResult = view.result.bind(view)
    const shown = { chain, progress, signal, concurrency, album: section.report, onResult }

    if (dryRun) {
      await using desk = await composition.openToRead(target.address, { dryRun: true })
      const planned = wish(desk.reader)
      const plan = await planSync({ ...desk, ...shown }, planned)
      const drawn = async (change: Change) => {
        const out = await draw({ ...desk, ...shown }, change, planned.size)
        return out.kind === 'photo' ? out.photo.bytes : null
      }
      const pictures = { reader: desk.reader, concurrency, draw: drawn }
      return await this.showPlan(view, plan, { section, desk, exitCode: flags['exit-code'], pictures })
    }
    await using desk = await composition.openToWrite(target.address, 'sync', flags)
    const onRun = (run: string) => view.begin({ run, directory: desk.directory, dryRun: false }, desk.traffic)
    const parts = { ...desk, ...shown, confirm: this.confirming(section, flags.yes), onRun }
    const { plan, outcome } = await sync(parts, wish(desk.reader))
    const totals = { people: plan.people, due: plan.changes.filter(isDue).length, traffic: desk.traffic }
    return await this.endRun(section, view, totals, outcome)
  }
}

function nobodyToAsk(): AppError {
  return new AppError('confirmation-needed', '--watch asks nobody, and --replace all needs a confirmation', {
    hint: 'Nothing was done. --yes goes ahead.',
  })
}

type Flags = Interfaces.InferredFlags<typeof Sync.flags>
