import type { AddedPlugin, PluginOffer } from '../records.ts'
import { confirm } from './confirm.ts'
import { offerLines, offerSentence } from './offer-view.ts'

/** Shows what a plugin is, and asks whether it shall be installed. Throws `AppError` for every answer but yes. */
export async function askToInstall(
  offer: PluginOffer,
  previous: AddedPlugin | undefined,
  how: {
    yes: boolean
    signal: AbortSignal
    /** Shows a line; undefined where the user wants to see none, and the question has to say everything. */
    show: ((line: string) => void) | undefined
  },
): Promise<void> {
  const { yes, signal, show } = how
  for (const line of offerLines(offer)) show?.(line)
  show?.('A plugin runs with your rights on this machine.')
  const instead = previous ? ` It takes the place of ${previous.version}.` : ''
  const brief = `Install ${offer.name} ${offer.version}${previous ? ` in the place of ${previous.version}` : ''}?`
  await confirm(`${offerSentence(offer)}.${instead}`, {
    ...{ yes, signal },
    ...(show ? { question: brief } : {}),
    hint: '--yes goes ahead; so does a name under trustedPlugins in the settings.',
  })
}
