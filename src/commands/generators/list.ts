import { BaseCommand } from '../../base-command.ts'
import { roomFor, table } from '../../terminal/table.ts'
import { whomItAsks } from '../../terminal/whom-it-asks.ts'

export default class GeneratorsList extends BaseCommand {
  static override summary = 'What can make an image, and which plugin brings it'
  static override description = 'Loads no code of any plugin. Exit codes: 0 done, 2 wrong use.'
  static override examples = ['<%= config.bin %> generators list']

  async run(): Promise<void> {
    await this.parse(GeneratorsList)
    const { generators, problems } = await this.compose().contributed()
    if (this.asJson) {
      this.document.list('generators')
      for (const generator of generators) {
        const { id, title, description, produces, hosts, hostOptions, sends, origin } = generator
        const { plugin, version, bundled } = origin
        this.document.item('generators', {
          id,
          title,
          description,
          produces,
          hosts,
          ...(hostOptions && { hostOptions }),
          sends,
          plugin,
          version,
          bundled,
        })
      }
      this.document.field('problems', problems)
      return this.document.end()
    }
    type Contributed = (typeof generators)[number]
    const columns = [
      { title: 'ID', value: ({ id }: Contributed) => id },
      { title: 'MAKES', value: ({ produces }: Contributed) => produces },
      { title: 'ASKS', value: (one: Contributed) => whomItAsks(one).join(', ') || 'nobody' },
      { title: 'DESCRIPTION', value: ({ description }: Contributed) => description },
    ]
    for (const line of table(columns, generators, roomFor(process.stdout))) this.say(line)
  }
}
