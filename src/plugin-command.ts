import { BaseCommand } from './base-command.ts'
import type { Consent, InstalledOutcome } from './operations/install-plugin.ts'
import { confirm } from './terminal/confirm.ts'
import { offerLines, offerSentence } from './terminal/offer-view.ts'

/** What the commands that change plugins have in common: what is shown before, what is asked, what is said after. */
export abstract class PluginCommand extends BaseCommand {
  /** Shows what a plugin is and asks, unless `yes` or the settings have answered. */
  protected async consent(yes: boolean): Promise<Consent> {
    const isTrusted = await this.compose().trust()
    return {
      isTrusted,
      confirm: async (offer, previous) => {
        for (const line of offerLines(offer)) this.note(line)
        this.note('A plugin runs with your rights on this machine.')
        const instead = previous ? ` It takes the place of ${previous.version}.` : ''
        await confirm(`${offerSentence(offer)}.${instead}`, {
          yes,
          signal: this.signal,
          hint: '--yes goes ahead; so does a name under trustedPlugins in settings.json.',
        })
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
