import { Flags as flag, type Interfaces } from '@oclif/core'
import { ChangingCommand } from '../changing-command.ts'
import { AppError, type ExitCode } from '../errors.ts'
import {
  concurrencyFlag,
  directoryFlag,
  meFlag,
  personFlag,
  reportFlag,
  valuesOf,
  waitFlag,
  withPreferences,
} from '../flags.ts'
import { isDue } from '../operations/apply.ts'
import { planRestore, restore, type RestoreWish } from '../operations/restore.ts'
import type { Change } from '../records.ts'
import type { Section } from '../sections.ts'

export default class Restore extends ChangingCommand {
  static override summary = 'Put originals back, byte for byte'
  static override description = `Puts back what stood before our own pictures, only where ours still stand; who had no photo has none again. A photo that somebody has chosen since stays, unless that person is named and --yes given. Restored people are left out of later syncs until they are named.

Exit codes: 0 done, 2 wrong use or a confirmation that was not given, 3 some people failed, 5 refused by the directory, 6 the directory cannot be reached, 7 another run holds the lock, 8 an original is damaged (the others are put back) or the vault cannot be written, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> restore -d folder:company --person ada@example.com',
    '<%= config.bin %> restore -d folder:company --all --dry-run',
    '<%= config.bin %> restore -d ringcentral --me',
    '<%= config.bin %> restore -d folder:company --run 20261122T101500Z-1a2b',
  ]
  static override flags = {
    ...directoryFlag,
    ...personFlag,
    ...meFlag(['person', 'all']),
    run: flag.string({
      description: 'whomever that run changed, back to what it found',
      exclusive: ['at', 'all'],
      env: 'AVATARCTL_RUN',
      helpValue: 'ID',
    }),
    at: flag.string({
      description: 'back to what stood at that time (ISO 8601)',
      exclusive: ['all'],
      env: 'AVATARCTL_AT',
      helpValue: 'TIME',
    }),
    all: flag.boolean({ description: 'everybody whose photo is ours now', exclusive: ['person'] }),
    'dry-run': flag.boolean({
      description: 'say what would be done; write nothing',
      env: 'AVATARCTL_DRY_RUN',
    }),
    ...reportFlag,
    ...concurrencyFlag,
    ...waitFlag,
    yes: flag.boolean({ char: 'y', description: 'replace photos that people chose without asking' }),
  }

  async run(): Promise<void> {
    const parsed = await this.parse(Restore)
    const wish = wishFrom(parsed.flags)
    await this.inEachReported(
      parsed.flags,
      (section) => this.restoreOne(section, wish, withPreferences(parsed, section.target.preferences)),
      { dryRun: parsed.flags['dry-run'] },
    )
  }

  private async restoreOne(section: Section, wish: RestoreWish, flags: Flags): Promise<ExitCode> {
    const { target, composition, progress } = section
    const view = this.makeView(section)
    const { concurrency } = flags
    const { signal } = this
    const onResult = view.result.bind(view)
    const shown = { progress, signal, concurrency, album: section.report, onResult }

    if (flags['dry-run']) {
      await using desk = await composition.openToRead(target.address, { dryRun: true })
      const plan = await planRestore({ ...desk, ...shown }, wish)
      const draw = async (change: Change) => {
        const sha256 = plan.originals.get(change)?.sha256
        if (!sha256) return null
        using vault = await composition.vault()
        return await vault.read(sha256)
      }
      const pictures = { reader: desk.reader, concurrency, draw }
      return await this.showPlan(view, plan, { section, desk, exitCode: false, pictures })
    }
    await using desk = await composition.openToWrite(target.address, 'restore', flags)
    const onRun = (run: string) => view.begin({ run, directory: desk.directory, dryRun: false }, desk.traffic)
    const parts = { ...desk, ...shown, confirm: this.confirming(section, flags.yes), onRun }
    const { plan, outcome } = await restore(parts, wish)
    const totals = { people: plan.people, due: plan.changes.filter(isDue).length, traffic: desk.traffic }
    return await this.endRun(section, view, totals, outcome)
  }
}

type Flags = Interfaces.InferredFlags<typeof Restore.flags>

function wishFrom(flags: {
  person?: string[] | undefined
  run?: string | undefined
  at?: string | undefined
  all: boolean
  me: boolean
}): RestoreWish {
  const { me } = flags
  const whom = { keys: valuesOf(flags.person), me }
  if (flags.run !== undefined) return { ...whom, from: 'run', run: flags.run }
  if (flags.at !== undefined) {
    const time = new Date(flags.at)
    if (Number.isNaN(time.getTime())) {
      throw new AppError('wrong-use', `--at ${flags.at} is not a time`, {
        hint: 'For example --at 2026-11-22T10:15:00Z.',
      })
    }
    return { ...whom, from: 'time', time: time.toISOString() }
  }
  if (whom.keys.length > 0 || me || flags.all) return { ...whom, from: 'before-us' }
  throw new AppError('wrong-use', 'Nobody was named', {
    hint: 'Name people with --person, yourself with --me, a run with --run, a time with --at, or give --all.',
  })
}
