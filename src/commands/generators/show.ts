import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { imageFlags, parseOption } from '../../flags.ts'
import { generatorLines, inactiveLines } from '../../terminal/generator-view.ts'
import { roomFor } from '../../terminal/table.ts'

export default class GeneratorsShow extends BaseCommand {
  static override summary = 'One generator: options, whom it asks, what it sends, licences, plugin'
  static override description =
    'Loads no code of any plugin. Of a generator whose plugin is left out it says why. Where an option decides which others there are, as a style does, --option shows those of one choice.\n\nExit codes: 0 done, 2 no such generator.'
  static override examples = [
    '<%= config.bin %> generators show initials',
    '<%= config.bin %> generators show dicebear --option dicebear.style=bottts',
  ]
  static override flags = { option: imageFlags.option }
  static override args = { id: Args.string({ description: 'as `generators list` shows it', required: true }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(GeneratorsShow)
    const composition = this.compose()
    const { generators, problems } = await composition.contributed()
    const width = Math.min(100, roomFor(process.stdout))
    const left = problems.find((problem) => problem.generators?.includes(args.id))
    if (left && !generators.some(({ id }) => id === args.id)) {
      const inactive = {
        id: args.id,
        plugin: left.plugin,
        version: left.version ?? null,
        reason: left.message,
      }
      return this.tell({ ...inactive, active: false }, inactiveLines(inactive, width))
    }
    const found = await composition.shownGenerator(args.id, flags.option?.map(parseOption) ?? [])
    const { origin, ...generator } = found.generator
    const { plugin, version, bundled } = origin
    const shown = { ...generator, plugin, version, bundled, choices: found.choices }
    this.tell({ ...shown, active: true }, generatorLines(shown, width))
  }

  private tell(fields: object, lines: readonly string[]): void {
    if (!this.asJson) for (const line of lines) this.say(line)
    else {
      for (const [name, value] of Object.entries(fields)) this.document.field(name, value)
      this.document.end()
    }
  }
}
