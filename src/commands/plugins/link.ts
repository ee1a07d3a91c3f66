import { Args } from '@oclif/core'
import { waitFlag } from '../../flags.ts'
import { linkPlugin } from '../../operations/link-plugin.ts'
import { PluginCommand } from '../../plugin-command.ts'
import { offerLines } from '../../terminal/offer-view.ts'

export default class PluginsLink extends PluginCommand {
  static override summary = 'Use the plugin in a folder that you work on, from where it lies'
  static override description =
    'Its manifest is checked now and at every start, and what it says now counts; its files are not held against anything. Exit codes: 0 done, 2 wrong use or refused, 7 somebody else is changing plugins.'
  static override examples = ['<%= config.bin %> plugins link ./generator-robots']
  static override args = { folder: Args.string({ description: 'of the package', required: true }) }
  static override flags = { ...waitFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsLink)
    const done = await this.compose().keepPlugins(
      { command: 'plugins link', wait: flags.wait },
      (store, taken) => linkPlugin(store, taken, { folder: args.folder }),
    )
    if (this.asJson) return this.tellPlugin(done)
    for (const line of offerLines(done.offer)) this.note(line)
    this.say(`${done.changed ? 'Linked' : 'Linked already:'} ${done.plugin.name} to ${done.plugin.root}`)
  }
}
