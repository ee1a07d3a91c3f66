import { ChangingCommand } from '../changing-command.ts'
import {
  concurrencyFlag,
  directoryFlag,
  reportFlag,
  selectionFlags,
  selectionFrom,
  waitFlag,
  withPreferences,
} from '../flags.ts'
import { backUp } from '../operations/back-up.ts'

export default class Backup extends ChangingCommand {
  static override summary = 'Store every photo of the directory in the vault, and change nothing'
  static override description = `Exit codes: 0 done, 2 wrong use, 3 some photos could not be stored, 5 refused by the directory, 6 the directory cannot be reached, 7 another run holds the lock, 8 the vault cannot be written, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> backup -d folder:company',
    '<%= config.bin %> backup -d folder:company --report stored.html',
  ]
  static override flags = {
    ...directoryFlag,
    ...selectionFlags,
    ...reportFlag,
    ...concurrencyFlag,
    ...waitFlag,
  }

  async run(): Promise<void> {
    const parsed = await this.parse(Backup)
    await this.inEachReported(parsed.flags, async (section) => {
      const { target, composition, progress } = section
      const flags = withPreferences(parsed, target.preferences)
      const wish = { selection: selectionFrom(flags), concurrency: flags.concurrency }
      const view = this.makeView(section)
      await using desk = await composition.openToWrite(target.address, 'backup', flags)
      const onRun = (run: string) =>
        view.begin({ run, directory: desk.directory, dryRun: false }, desk.traffic)
      const { signal } = this
      const onResult = view.result.bind(view)
      const shown = { progress, signal, album: section.report, onRun, onResult }
      const { people, photos, outcome } = await backUp({ ...desk, ...shown }, wish)
      return await this.endRun(section, view, { people, due: photos, traffic: desk.traffic }, outcome)
    })
  }
}
