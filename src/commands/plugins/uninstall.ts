import { Args } from '@oclif/core'
import { waitFlag } from '../../flags.ts'
import { removePlugin } from '../../operations/remove-plugin.ts'
import { PluginCommand } from '../../plugin-command.ts'

export default class PluginsUninstall extends PluginCommand {
  static override summary = 'Take away a plugin that was installed'
  static override description =
    'Pictures that it has made stay where they are. Exit codes: 0 done, 2 wrong use, 7 somebody else is changing plugins.'
  static override examples = ['<%= config.bin %> plugins uninstall robohash']
  static override args = {
    name: Args.string({ description: 'as `plugins list` shows it, or its short name', required: true }),
  }
  static override flags = { ...waitFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsUninstall)
    const { name, version } = await this.compose().keepPlugins(
      { command: 'plugins uninstall', wait: flags.wait },
      (store) => removePlugin(store, { name: args.name, kind: 'installed' }),
    )
    if (!this.asJson) return this.say(`Uninstalled ${name} ${version}`)
    this.document.field('plugin', { name, version })
    this.document.end()
  }
}
