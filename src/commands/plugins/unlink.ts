import { Args } from '@oclif/core'
import { waitFlag } from '../../flags.ts'
import { removePlugin } from '../../operations/remove-plugin.ts'
import { PluginCommand } from '../../plugin-command.ts'

export default class PluginsUnlink extends PluginCommand {
  static override summary = 'Use the plugin in a folder no longer'
  static override description =
    'The folder stays as it is. Exit codes: 0 done, 2 wrong use, 7 somebody else is changing plugins.'
  static override examples = ['<%= config.bin %> plugins unlink @acme/generator-robots']
  static override args = {
    name: Args.string({ description: 'as `plugins list` shows it, or its short name', required: true }),
  }
  static override flags = { ...waitFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsUnlink)
    const { name, root } = await this.compose().keepPlugins(
      { command: 'plugins unlink', wait: flags.wait },
      (store) => removePlugin(store, { name: args.name, kind: 'linked' }),
    )
    if (!this.asJson) return this.say(`Unlinked ${name}; ${root} is as it was`)
    this.document.field('plugin', { name, root })
    this.document.end()
  }
}
