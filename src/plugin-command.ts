import { BaseCommand } from './base-command.ts'
import type { Consent, InstalledOutcome } from './operations/install-plugin.ts'
import { askToInstall } from './terminal/ask-to-install.ts'

/** What the commands that change plugins have in common: what is shown before, what is asked, what is said after. */
export abstract class PluginCommand extends BaseCommand {
  /** Shows what a plugin is and asks, unless `yes` or the settings have answered. */
  protected async consent(yes: boolean): Promise<Consent> {
    const isTrusted = await this.compose().trust()
    return {
      isTrusted,
      confirm: async (offer, previous) => {
        const show = this.isQuiet ? undefined : (line: string) => this.note(line)
        await askToInstall(offer, previous, { yes, signal: this.signal, show })
      },
    }
  }

  /** The JSON document about a plugin that was installed or linked. */
  protected tellPlugin({ plugin, offer, previous, changed }: InstalledOutcome): void {
    const { name, version, kind, tag, publisher, integrity } = plugin
    const idsOf = (kind: string) => offer.contributes.filter((one) => one.kind === kind).map(({ id }) => id)
    const contributes = { generators: idsOf('generator'), directories: idsOf('directory') }
    const hosts = [...new Set(offer.contributes.flatMap((one) => one.hosts))]
    const sends = [...new Set(offer.contributes.flatMap((one) => one.sends))]
    const about = { name, version, kind, tag, publisher, integrity, contributes, hosts, sends }
    this.document.field('plugin', about)
    this.document.field('previous', previous)
    this.document.field('changed', changed)
    this.document.field('warnings', offer.warnings)
    this.document.end()
  }
}
