import { Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import { exitCodes } from '../errors.ts'
import { concurrencyFlag, directoryFlag, selectionFlags, selectionFrom, withPreferences } from '../flags.ts'
import { listPeople, photoFilters } from '../operations/list-people.ts'
import { silent } from '../terminal/progress.ts'
import { hasHashes, headOfSeveral, peopleView } from '../terminal/people-view.ts'

export default class List extends BaseCommand {
  static override summary = 'People and the state of their photos'
  static override description = `Exit codes: 0 done, 2 wrong use, 5 refused by the directory, 6 the directory cannot be reached.`
  static override examples = [
    '<%= config.bin %> list -d folder:company --photo missing',
    '<%= config.bin %> list -d folder:company --where department=Sales* --csv > sales.csv',
  ]
  static override flags = {
    ...directoryFlag,
    photo: Flags.option({
      description: 'only people with this state',
      options: photoFilters,
      default: 'all',
      env: 'AVATARCTL_PHOTO',
    })(),
    ...selectionFlags,
    columns: Flags.string({
      description: 'which columns, separated by commas; sha256 reads photos that nobody has read yet',
      env: 'AVATARCTL_COLUMNS',
      helpValue: 'LIST',
    }),
    sort: Flags.string({
      description: 'sort by this column (-COLUMN: the other way round)',
      env: 'AVATARCTL_SORT',
      helpValue: 'COLUMN',
    }),
    csv: Flags.boolean({ description: 'CSV on standard output', env: 'AVATARCTL_CSV' }),
    ...concurrencyFlag,
  }

  async run(): Promise<void> {
    const parsed = await this.parse(List)
    const csvHead = parsed.flags.csv ? headOfSeveral(parsed.flags.columns) : undefined
    await this.inEach(
      parsed.flags.directory,
      async ({ target, composition, document, say, progress, name }) => {
        const flags = withPreferences(parsed, target.preferences)
        const hashes = hasHashes(flags.columns)
        const wish = {
          selection: selectionFrom(flags),
          photo: flags.photo,
          concurrency: flags.concurrency,
          hashes,
        }
        const view = peopleView({
          ...flags,
          name,
          asJson: this.asJson,
          document,
          say,
          columnsOf: process.stdout,
        })
        await using desk = await composition.openToRead(target.address, { dryRun: false, hashes })
        view.begin(desk.directory)
        // Rows that appear one after the other are progress enough.
        const isShown = process.stdout.isTTY && !flags.sort && !this.asJson && name === undefined
        const parts = { ...desk, progress: isShown ? silent : progress, signal: this.signal }
        for await (const listed of listPeople(parts, wish)) view.person(listed)
        await progress.end()
        view.end()
        return exitCodes.done
      },
      { csvHead },
    )
  }
}
