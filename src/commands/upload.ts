import { Args, Flags as flag, type Interfaces } from '@oclif/core'
import { ChangingCommand } from '../changing-command.ts'
import { AppError, type ExitCode } from '../errors.ts'
import * as shared from '../flags.ts'
import { isDue } from '../operations/apply.ts'
import { plannedPhoto, planUpload, upload, type UploadWish } from '../operations/upload.ts'
import type { MatchedPhotos, OwnPhotos } from '../own-photos.ts'
import type { Change, MatchKey } from '../records.ts'
import type { Section } from '../sections.ts'
import { matchLines, putMatches } from '../terminal/matches-view.ts'
import { roomFor } from '../terminal/table.ts'

const keys: readonly MatchKey[] = ['email', 'extension', 'id', 'employee', 'name']

export default class Upload extends ChangingCommand {
  static override summary = 'Put up photos of your own: files and folders of them'
  static override description = `A file shows the person whom its name names: ada@example.com.jpg, 101.png, "Lovelace, Ada.jpeg". What nobody or several are called is listed and left alone, and so is a photo that a person chose, but with --yes. Any usual image will do: it is turned upright, cut square and made small enough; one that fits already is sent as it is. From then on it counts as that person's own choice, and no sync draws over it.

Exit codes: 0 done, 2 wrong use or a confirmation that was not given, 3 some photos could not be used or some people failed, 5 refused by the directory, 6 the directory cannot be reached, 7 another run holds the lock, 8 the vault cannot be written or is damaged, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> upload photos -d folder:company --dry-run',
    '<%= config.bin %> upload ada@example.com.jpg photos/2026 -d folder:company',
    '<%= config.bin %> upload --map photos.csv -d folder:company --crop top --report photos.html',
  ]
  static override args = {
    path: Args.string({
      description: 'a file, or a folder of them (may be repeated)',
      multiple: true,
      ignoreStdin: true,
    }),
  }
  static override strict = false
  static override flags = {
    ...shared.directoryFlag,
    match: flag.string({
      description: `by what a file names a person: ${keys.join(', ')} (default: each in this order)`,
      env: 'AVATARCTL_MATCH',
      helpValue: 'KEY[,KEY]',
    }),
    map: flag.string({
      description:
        'a CSV file with the columns person and file, beside the files or with their folder as PATH',
      env: 'AVATARCTL_MAP',
      helpValue: 'FILE',
    }),
    ...shared.lookFlags,
    ...shared.selectionFlags,
    'dry-run': flag.boolean({
      description: 'say what would be done; write nothing',
      env: 'AVATARCTL_DRY_RUN',
    }),
    ...shared.reportFlag,
    ...shared.concurrencyFlag,
    ...shared.waitFlag,
    yes: flag.boolean({ char: 'y', description: 'replace photos that people chose without asking' }),
  }

  async run(): Promise<void> {
    const parsed = await this.parse(Upload)
    const { argv, flags } = parsed
    const paths = argv.map(String)
    if (paths.length === 0 && flags.map === undefined)
      throw new AppError('wrong-use', 'No photo was named', {
        hint: 'Name files or folders, or a table of them with --map.',
      })
    const by = keysIn(flags.match)
    const photos = await this.compose().ownPhotos({ paths, map: flags.map })
    await this.inEachReported(
      flags,
      (section) =>
        this.uploadOne(section, { photos, by }, shared.withPreferences(parsed, section.target.preferences)),
      { dryRun: flags['dry-run'] },
    )
  }

  private async uploadOne(
    section: Section,
    { photos, by }: { photos: OwnPhotos; by: UploadWish['by'] },
    flags: Flags,
  ): Promise<ExitCode> {
    const { target, composition, progress } = section
    const { concurrency, crop, background, 'dry-run': dryRun } = flags
    const selection = shared.selectionFrom(flags, target.preferences)
    const view = this.makeView(section)
    const wish = (preferredSize: number): UploadWish => ({
      ...{ selection, by, concurrency },
      look: { size: flags.size ?? preferredSize, crop, background },
    })
    const onMatches = (matches: MatchedPhotos) => this.showMatches(section, matches, photos)
    const { signal } = this
    const onResult = view.result.bind(view)
    const shown = { photos, onMatches, progress, signal, concurrency, album: section.report, onResult }

    if (dryRun) {
      await using desk = await composition.openToRead(target.address, { dryRun: true })
      const { darkroom, reader } = desk
      const { look, ...rest } = wish(reader.limits.preferredSize)
      const plan = await planUpload({ ...desk, ...shown }, { ...rest, look })
      const how = { darkroom, limits: reader.limits, look }
      const draw = async (change: Change) => (await plannedPhoto(plan, change, how)).bytes
      const pictures = { reader, concurrency, draw }
      return await this.showPlan(view, plan, { section, desk, exitCode: false, pictures })
    }
    await using desk = await composition.openToWrite(target.address, 'upload', flags)
    const onRun = (run: string) => view.begin({ run, directory: desk.directory, dryRun: false }, desk.traffic)
    const parts = { ...desk, ...shown, confirm: this.confirming(section, flags.yes), onRun }
    const { plan, outcome } = await upload(parts, wish(desk.reader.limits.preferredSize))
    const totals = { people: plan.people, due: plan.changes.filter(isDue).length, traffic: desk.traffic }
    return await this.endRun(section, view, totals, outcome)
  }

  private async showMatches(section: Section, matches: MatchedPhotos, photos: OwnPhotos): Promise<void> {
    if (this.asJson) return putMatches(section.document, matches, photos.passedOver)
    await section.progress.end()
    for (const line of matchLines(matches, photos.passedOver, roomFor(process.stdout) - 2)) section.say(line)
    section.say()
  }
}

type Flags = Interfaces.InferredFlags<typeof Upload.flags>

/** Throws `AppError` `wrong-use`. */
function keysIn(text: string | undefined): readonly MatchKey[] | undefined {
  if (text === undefined) return undefined
  return text.split(',').map((one) => {
    const known = keys.find((key) => key === one.trim().toLowerCase())
    if (known) return known
    throw new AppError('wrong-use', `--match ${one.trim()} is not known`, {
      hint: `Known: ${keys.join(', ')}.`,
    })
  })
}
