import { Args, Flags } from '@oclif/core'
import type { ExitCode } from '../../errors.ts'
import { waitFlag } from '../../flags.ts'
import { type UpdateOutcome, updatePlugins } from '../../operations/update-plugins.ts'
import { PluginCommand } from '../../plugin-command.ts'

export default class PluginsUpdate extends PluginCommand {
  static override summary = 'Update one plugin, or all that were installed'
  static override description = `Within the range that was asked for when it was installed, or to the one that is named. Asks where a version contributes, asks or sends something else than what was agreed to. One that fails stays as it was, and stops no other.

Exit codes: 0 done, 2 wrong use, refused or not confirmed, 5 the registry refuses the credentials, 6 the registry cannot be reached, 7 somebody else is changing plugins, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> plugins update',
    '<%= config.bin %> plugins update robohash@^2.0.0',
  ]
  static override args = {
    name: Args.string({ description: 'NAME or NAME@RANGE; all of them where it is left out' }),
  }
  static override flags = {
    ...waitFlag,
    yes: Flags.boolean({ char: 'y', description: 'update without asking' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsUpdate)
    const consent = await this.consent(flags.yes)
    if (this.asJson) this.document.list('plugins')
    const exitCode = await this.compose().keepPlugins(
      { command: 'plugins update', wait: flags.wait },
      async (store, taken) => {
        let worst: ExitCode = 0
        for await (const one of updatePlugins(store, taken, { name: args.name, consent })) {
          this.tell(one)
          if (one.outcome === 'failed' && worst === 0) worst = one.error.exitCode
        }
        return worst
      },
    )
    if (this.asJson) this.document.end()
    this.leave(exitCode)
  }

  private tell(one: UpdateOutcome): void {
    if (this.asJson) return this.document.item('plugins', documentOf(one))
    switch (one.outcome) {
      case 'updated':
        return this.say(`${one.name}: ${one.from} -> ${one.to}`)
      case 'current':
        return this.say(`${one.name}: ${one.to} is the newest that was asked for`)
      case 'left':
        return this.say(`${one.name}: left alone, ${one.reason}`)
      case 'failed':
        this.note(`${one.name}: ${one.error.message}`)
        return this.note(one.error.hint ?? 'It stays as it was.')
    }
  }
}

function documentOf(one: UpdateOutcome): object {
  if (one.outcome !== 'failed') return one
  const { code, message, hint = null } = one.error
  return { ...one, error: { code, message, hint } }
}
