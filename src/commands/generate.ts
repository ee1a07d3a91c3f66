import { Flags } from '@oclif/core'
import type { Person } from '@avatarctl/sdk'
import { BaseCommand } from '../base-command.ts'
import { type Composition } from '../composition.ts'
import { AppError, exitCodes } from '../errors.ts'
import * as shared from '../flags.ts'
import {
  isStandardInput,
  keptPeople,
  namedPeople,
  namedPeopleFlags,
  type ReadFlags,
} from '../named-people.ts'
import { generateImages } from '../operations/generate-images.ts'
import { displayName } from '../operations/select-people.ts'
import type { Section } from '../sections.ts'
import { filesView } from '../terminal/files-view.ts'

/** Faces on a sheet are not larger than they are made, and at most so many pixels wide. */
const sheetFace = 224

export default class Generate extends BaseCommand {
  static override summary = 'Make images into a folder; nothing is uploaded'
  static override description = `People come from a directory (-d), from a file (--from people.csv, .json, or - for standard input), or are made up on the spot (--seed).

Exit codes: 0 done, 2 wrong use or a file that cannot be read or written, 3 some images could not be made, 5 refused by the directory, 6 the directory cannot be reached, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> generate --seed "Ada Lovelace" -o faces',
    '<%= config.bin %> generate --from people.csv -g identicon -o faces --sheet faces.png',
    '<%= config.bin %> generate -d folder:company --all --format svg -o faces',
  ]
  static override flags = {
    ...shared.directoryFlag,
    ...namedPeopleFlags,
    output: Flags.string({
      char: 'o',
      description: 'the folder for the images',
      default: '.',
      env: 'AVATARCTL_OUTPUT',
      helpValue: 'FOLDER',
    }),
    ...shared.imageFlags,
    size: shared.sizeFlag(512),
    format: Flags.option({
      description: 'of the files',
      options: ['png', 'jpeg', 'svg'] as const,
      default: 'png',
      env: 'AVATARCTL_FORMAT',
    })(),
    sheet: Flags.string({
      description: 'also a contact sheet; more pages get -2, -3, …',
      env: 'AVATARCTL_SHEET',
      helpValue: 'FILE.png',
    }),
    all: Flags.boolean({ description: 'also people who have a photo' }),
    shard: Flags.string({
      description: 'only share I of N of all people',
      env: 'AVATARCTL_SHARD',
      helpValue: 'I/N',
    }),
    ...shared.selectionFlags,
    ...shared.concurrencyFlag,
  }

  async run(): Promise<void> {
    const parsed = await this.parse(Generate)
    const composition = this.compose()
    const target = await targetOf(parsed, composition)
    const preferences = target?.preferences ?? (await composition.preferences(undefined))
    const flags = shared.withPreferences(parsed, preferences)
    await using chain = await composition.chain({ ...shared.chainFrom(flags), preferences, dryRun: false })
    const shard = flags.shard === undefined ? {} : { shard: parseShard(flags.shard) }
    const { all, format, concurrency, size } = flags
    const wish = {
      selection: shared.selectionFrom(flags, preferences),
      all,
      format,
      concurrency,
      size,
      ...shard,
    }
    const again = async function* () {
      yield* await peopleFor(parsed, composition, target)
    }
    // A photo may be taken for somebody else's: whoever is piped in has to be known beforehand.
    const isPiped = isStandardInput(parsed) && chain.generators.some(({ produces }) => produces === 'photo')
    const everybody = isPiped ? await keptPeople(again()) : again
    const people = isPiped ? everybody() : await peopleFor(parsed, composition, target)
    const darkroom = await composition.darkroom()
    const output = await composition.output(flags.output)
    const view = filesView({ asJson: this.asJson, document: this.document, say: (line) => this.say(line) })
    const parts = { chain, darkroom, output, progress: this.progress, signal: this.signal, everybody }

    async function* faces() {
      for await (const made of generateImages(parts, people, wish)) {
        view.made(made)
        const { person, image } = made
        const substitute = person.email ?? person.id
        if (image) yield { image, name: displayName(person) || substitute, substitute }
      }
    }
    if (flags.sheet !== undefined)
      for (const page of await composition.drawSheet(faces(), flags.sheet, {
        side: Math.min(size, sheetFace),
      }))
        view.sheet(page)
    else for await (const _ of faces());
    await this.endProgress()
    const { failed } = view.end()
    this.leave(failed > 0 ? exitCodes.someFailed : exitCodes.done)
  }
}

/** The directory that people come from, where they come from one. */
async function targetOf(
  { flags: { directory } }: ReadFlags,
  composition: Composition,
): Promise<Section['target'] | undefined> {
  if (directory === undefined) return undefined
  const [target, ...more] = await composition.targets(directory)
  if (target && more.length === 0) return target
  throw new AppError('wrong-use', `-d ${directory} names several directories`, {
    hint: 'Make the images of one at a time, each into a folder of its own.',
  })
}

async function peopleFor(
  read: ReadFlags,
  composition: Composition,
  target: Section['target'] | undefined,
): Promise<AsyncIterable<Person>> {
  const named = await namedPeople(read, composition)
  if (named) return named
  if (target) return await composition.peopleOf(target.address)
  throw new AppError('wrong-use', 'Nobody was named to make an image for', {
    hint: 'Give --seed TEXT, --from FILE, or a directory with -d.',
  })
}

function parseShard(text: string): { index: number; count: number } {
  const [index = 0, count = 0] = /^\d+\/\d+$/.test(text) ? text.split('/').map(Number) : []
  if (index >= 1 && index <= count) return { index, count }
  throw new AppError('wrong-use', `--shard ${text} is not of the form I/N`, {
    hint: 'For example --shard 1/4 to --shard 4/4.',
  })
}
