import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { roomFor, streamingTable } from '../../terminal/table.ts'

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
    const table = streamingTable<(typeof states)[number]>(
      [
        { title: 'PLUGIN', weight: 8, value: ({ name }) => name },
        { title: 'VERSION', weight: 2, value: ({ version }) => version },
        { title: 'KIND', weight: 2, value: ({ kind }) => kind },
        {
          title: 'CONTRIBUTES',
          weight: 5,
          value: ({ contributes }) =>
            [...contributes.generators, ...contributes.directories].join(', ') || 'nothing',
        },
        {
          title: 'ACTIVE',
          weight: 6,
          value: ({ active, problem }) => (active ? 'yes' : `no: ${problem ?? ''}`),
        },
      ],
      roomFor(process.stdout),
    )
    this.say(table.head())
    for (const state of states) this.say(table.row(state))
  }
}
