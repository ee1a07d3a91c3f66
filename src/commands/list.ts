import { Flags as flag, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import { type ExitCode, exitCodes } from '../errors.ts'
import { concurrencyFlag, directoryFlag, selectionFlags, selectionFrom, withPreferences } from '../flags.ts'
import { listPeople, photoFilters } from '../operations/list-people.ts'
import type { Report } from '../ports.ts'
import { reporting } from '../reporting.ts'
import type { Section } from '../sections.ts'
import { silent } from '../terminal/progress.ts'
import { hasHashes, headOfSeveral, peopleView } from '../terminal/people-view.ts'

export default class List extends BaseCommand {
  static override summary = 'People and the state of their photos'
  static override description = `Exit codes: 0 done, 2 wrong use, 5 refused by the directory, 6 the directory cannot be reached.`
  static override examples = [
    '<%= config.bin %> list -d folder:company --photo missing',
    '<%= config.bin %> list -d folder:company --where department=Sales* --csv > sales.csv',
    '<%= config.bin %> list -d folder:company --gallery company.html',
  ]
  static override flags = {
    ...directoryFlag,
    photo: flag.option({
      description: 'only people with this state',
      options: photoFilters,
      default: 'all',
      env: 'AVATARCTL_PHOTO',
    })(),
    ...selectionFlags,
    columns: flag.string({
      description: 'which columns, separated by commas; sha256 reads photos that nobody has read yet',
      env: 'AVATARCTL_COLUMNS',
      helpValue: 'LIST',
    }),
    sort: flag.string({
      description: 'sort by this column (-COLUMN: the other way round)',
      env: 'AVATARCTL_SORT',
      helpValue: 'COLUMN',
    }),
    gallery: flag.string({
      description: 'all of them as a page for people, with their photos (each is read)',
      env: 'AVATARCTL_GALLERY',
      helpValue: 'FILE.html',
    }),
    csv: flag.boolean({ description: 'CSV on standard output', env: 'AVATARCTL_CSV' }),
    ...concurrencyFlag,
  }

  async run(): Promise<void> {
    const parsed = await this.parse(List)
    const csvHead = parsed.flags.csv ? headOfSeveral(parsed.flags.columns) : undefined
    const { directory, gallery: file } = parsed.flags
    const { document, journal } = this
    const page = { composition: this.compose(), file, field: 'gallery', document, journal } as const
    // Standard output has rows of CSV and nothing else.
    const say = (line: string) => (csvHead === undefined ? this.say(line) : this.note(line))
    await reporting({ ...page, say }, async (report) => {
      await this.inEach(
        directory,
        (section) => this.listOne(section, withPreferences(parsed, section.target.preferences), report),
        { csvHead },
      )
    })
  }

  private async listOne(section: Section, flags: Flags, report: Report | undefined): Promise<ExitCode> {
    const { target, composition, document, say, progress, name } = section
    const hashes = hasHashes(flags.columns)
    const { photo, concurrency } = flags
    const wish = { selection: selectionFrom(flags), photo, concurrency, hashes }
    const { asJson } = this
    const view = peopleView({ ...flags, name, asJson, document, say, columnsOf: process.stdout })
    const gallery = report?.part(name ?? target.address, 'list')
    await using desk = await composition.openToRead(target.address, { dryRun: false, hashes })
    const { directory } = desk
    view.begin(directory)
    gallery?.begin({ directory, dryRun: false })
    // Rows that appear one after the other are progress enough.
    const isShown = process.stdout.isTTY && !flags.sort && !asJson && name === undefined && !gallery
    const parts = { ...desk, album: gallery, progress: isShown ? silent : progress, signal: this.signal }
    for await (const listed of listPeople(parts, wish)) {
      view.person(listed)
      gallery?.person(listed)
    }
    await progress.end()
    gallery?.end()
    view.end()
    return exitCodes.done
  }
}

type Flags = Interfaces.InferredFlags<typeof List.flags>
