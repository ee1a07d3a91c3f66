import { Args, Flags } from '@oclif/core'
import { waitFlag } from '../../flags.ts'
import { installPlugin } from '../../operations/install-plugin.ts'
import { PluginCommand } from '../../plugin-command.ts'

export default class PluginsInstall extends PluginCommand {
  static override summary = 'Install a plugin from an npm registry, or from a tarball'
  static override description = `Shows what it contributes, whom it asks and what it tells them, and asks before anything is installed. No install script is run, and none of its code until it is used. A short name stands for a package of ours: robohash for @avatarctl/generator-robohash, then @avatarctl/directory-robohash, then the package robohash. npm's own settings apply; AVATARCTL_NPM_REGISTRY names another registry. Plugins that need no question stand in the settings: trustedPlugins: ["@acme/*"].

Exit codes: 0 done, 2 wrong use, refused or not confirmed, 5 the registry refuses the credentials, 6 the registry cannot be reached, 7 somebody else is changing plugins, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> plugins install robohash',
    '<%= config.bin %> plugins install @acme/generator-robots@^1.2.0 --yes',
    '<%= config.bin %> plugins install ./acme-generator-robots-1.2.0.tgz',
  ]
  static override args = {
    name: Args.string({ description: 'NAME, NAME@RANGE, or the path of a tarball', required: true }),
  }
  static override flags = {
    ...waitFlag,
    yes: Flags.boolean({ char: 'y', description: 'install without asking' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsInstall)
    const consent = await this.consent(flags.yes)
    const done = await this.compose().keepPlugins(
      { command: 'plugins install', wait: flags.wait },
      (store, taken) => installPlugin(store, taken, { name: args.name, consent }),
    )
    if (this.asJson) return this.tellPlugin(done)
    const { plugin, offer, previous, changed } = done
    const what = `${plugin.name} ${plugin.version}`
    if (!changed) return this.say(`${what} is installed already`)
    this.say(previous === null ? `Installed ${what}` : `Installed ${what} in the place of ${previous}`)
    const first = offer.contributes.find(({ kind }) => kind === 'generator')
    if (first) this.say(`Try it: avatarctl generate --seed "Ada Lovelace" -g ${first.id}`)
  }
}
