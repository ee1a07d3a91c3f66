import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { roomFor, table } from '../../terminal/table.ts'

export default class PluginsList extends BaseCommand {
  static override summary = 'Every plugin, what it contributes, and whether it works'
  static override description =
    'Loads no code of any plugin. With --verify, every file of those that were installed is held against what was installed. Exit codes: 0 done, 2 wrong use.'
  static override examples = [
    '<%= config.bin %> plugins list',
    '<%= config.bin %> plugins list --verify --json',
  ]
  static override flags = {
    verify: Flags.boolean({
      description: 'look whether each is still what was installed',
      env: 'AVATARCTL_VERIFY',
    }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(PluginsList)
    const states = await this.compose().pluginStates({ verify: flags.verify })
    if (this.asJson) {
      this.document.list('plugins')
      for (const state of states) this.document.item('plugins', state)
      return this.document.end()
    }
    type State = (typeof states)[number]
    const columns = [
      { title: 'PLUGIN', value: ({ name }: State) => name },
      { title: 'VERSION', value: ({ version }: State) => version },
      { title: 'KIND', value: ({ kind }: State) => kind },
      {
        title: 'CONTRIBUTES',
        value: ({ contributes: { generators, directories } }: State) =>
          [...generators, ...directories].join(', ') || 'nothing',
      },
      { title: 'ACTIVE', value: ({ active }: State) => (active ? 'yes' : 'no') },
    ]
    for (const line of table(columns, states, roomFor(process.stdout))) this.say(line)
    for (const { name, active, problem } of states)
      if (!active) this.say(`${name}: ${problem ?? 'it is not active'}`)
  }
}
