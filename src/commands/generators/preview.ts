import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { exitCodes } from '../../errors.ts'
import { imageFlags, parseOption, sizeFlag, valuesOf } from '../../flags.ts'
import { namedPeople, namedPeopleFlags } from '../../named-people.ts'
import { firstPeople, previewGenerator, type Sample } from '../../operations/preview-generator.ts'
import { samplePeople } from '../../operations/sample-people.ts'
import { displayName } from '../../operations/select-people.ts'
import { inlinePicture } from '../../terminal/inline-picture.ts'
import { pictureProtocol } from '../../terminal/picture-protocol.ts'
import { asksSentence, previewView } from '../../terminal/preview-view.ts'
import { whomItAsks } from '../../terminal/whom-it-asks.ts'

const columns = 6

/** Of a terminal that does not say how wide it is. */
const usualColumns = 80

/** Faces are drawn as large as they were made, up to so many pixels. */
const largestFace = 512

export default class GeneratorsPreview extends BaseCommand {
  static override summary =
    'Samples of a generator: in the terminal where it can show pictures, else as a file'
  static override description = `Shows what it makes for a dozen made-up people from everywhere, or for people of yours (--seed, --from; at most 100). Where an option decides what is drawn, as a style does, and it is not given, there is a sample of each.

kitty, Ghostty, iTerm2, WezTerm, Konsole and mintty show the samples at once. Elsewhere, within tmux or screen, with -o, --json, --quiet, NO_COLOR or in a pipe they go into a PNG file, whose path is the only thing on standard output.

Exit codes: 0 done, 2 wrong use or no such generator, 3 some samples could not be made, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> generators preview initials',
    '<%= config.bin %> generators preview dicebear -o styles.png',
    '<%= config.bin %> generators preview dicebear --option dicebear.style=bottts --seed "Ada Lovelace"',
  ]
  static override args = { id: Args.string({ description: 'as `generators list` shows it', required: true }) }
  static override flags = {
    ...namedPeopleFlags,
    option: imageFlags.option,
    size: sizeFlag(224),
    sheet: Flags.string({
      char: 'o',
      description:
        'the file for the samples (default: the terminal, or a new file in a folder for temporary ones)',
      env: 'AVATARCTL_SHEET',
      helpValue: 'FILE.png',
    }),
  }

  async run(): Promise<void> {
    const read = await this.parse(GeneratorsPreview)
    const { args, flags } = read
    const { progress, signal } = this
    const composition = this.compose()
    const preview = await composition.previewedGenerator(args.id, valuesOf(flags.option).map(parseOption))
    const { choices, asks: hosts } = preview
    const { hostOptions = [] } = preview.generator
    const shown = { ...preview.generator, asks: whomItAsks({ hosts, hostOptions }) }
    const named = await namedPeople(read, composition)
    const { people, more } = named ? await firstPeople(named, choices.length) : samplePeople(choices.length)
    const privacy = asksSentence(shown, { madeUp: !named })
    if (privacy) this.note(privacy)

    const say = (line: string) => this.say(line)
    const note = (sentence: string) => this.note(sentence)
    const view = previewView(shown, { asJson: this.asJson, document: this.document, say, note })
    const parts = { chain: preview.chain, darkroom: await composition.darkroom(), progress, signal }
    async function* faces() {
      for await (const sample of previewGenerator(parts, people, { choices, size: flags.size })) {
        view.sample(sample)
        if (sample.image) yield { image: sample.image, ...captionOf(sample, people.length) }
      }
    }
    const count = people.length * Math.max(1, choices.length)
    const look = { side: Math.min(flags.size, largestFace), columns: Math.min(columns, count) }
    const plain = this.asJson || this.isQuiet || flags['no-color']
    const protocol = pictureProtocol(process.stdout, process.env, { plain })
    let sheets: string[] = []
    if (flags.sheet !== undefined) sheets = await composition.drawSheet(faces(), flags.sheet, look)
    else if (!protocol) sheets = await composition.drawTemporarySheet(faces(), args.id, look)
    else
      for await (const page of composition.sheetPages(faces(), look)) {
        await this.endProgress()
        process.stdout.write(inlinePicture(page, protocol, process.stdout.columns || usualColumns))
      }
    await this.endProgress()
    if (more) this.note(`Only the first ${people.length} of the people are shown.`)
    const { failed } = view.end(sheets)
    this.leave(failed > 0 ? exitCodes.someFailed : exitCodes.done)
  }
}

/** Who it is, and which choice; of one person with many choices the choice alone. */
function captionOf({ person, choice }: Sample, people: number) {
  const substitute = person.email ?? person.id
  const name = displayName(person) || substitute
  if (!choice) return { name, substitute }
  const label = String(choice.value)
  return people > 1 ? { name, substitute, label } : { name: label }
}
