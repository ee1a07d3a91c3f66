import { ChangingCommand } from '../changing-command.ts'
import {
  concurrencyFlag,
  directoryFlag,
  selectionFlags,
  selectionFrom,
  waitFlag,
  withPreferences,
} from '../flags.ts'
import { backUp } from '../operations/back-up.ts'

export default class Backup extends ChangingCommand {
  static override summary = 'Store every photo of the directory in the vault, and change nothing'
  static override description = `Exit codes: 0 done, 2 wrong use, 3 some photos could not be stored, 5 refused by the directory, 6 the directory cannot be reached, 7 another run holds the lock, 8 the vault cannot be written, 130 interrupted.`
  static override examples = ['<%= config.bin %> backup -d folder:company']
  static override flags = { ...directoryFlag, ...selectionFlags, ...concurrencyFlag, ...waitFlag }

  async run(): Promise<void> {
    const parsed = await this.parse(Backup)
    await this.inEach(parsed.flags.directory, async (section) => {
      const { target, composition, progress } = section
      const flags = withPreferences(parsed, target.preferences)
      const wish = { selection: selectionFrom(flags), concurrency: flags.concurrency }
      const view = this.makeView(section)
      await using desk = await composition.openToWrite(target.address, 'backup', flags)
      const onRun = (run: string) =>
        view.begin({ run, directory: desk.directory, dryRun: false }, desk.traffic)
      const shown = { progress, signal: this.signal, onRun, onResult: view.result.bind(view) }
      const { people, photos, outcome } = await backUp({ ...desk, ...shown }, wish)
      return await this.endRun(section, view, { people, due: photos, traffic: desk.traffic }, outcome)
    })
  }
}
