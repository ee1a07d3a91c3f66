import type { Consent } from '../operations/install-plugin.ts'
import type { Wait } from '../ports.ts'
import type { InstalledPlugin } from '../plugins/contributions.ts'

/** What the surroundings give: folders, installed plugins, and the user's wish to stop. */
export interface Surroundings {
  version: string
  /** The folder of this package. */
  root: string
  dataFolder: string
  cacheFolder: string
  configFolder: string
  /** Without anything that the user has added. */
  safeMode: boolean
  /** Somebody sees what is said, and can answer. */
  isAttended: boolean
  /** Variables of the process, from which a connection may follow. */
  environment: Readonly<Record<string, string | undefined>>
  /** Those that come with the tool. */
  plugins: readonly InstalledPlugin[]
  signal: AbortSignal
  /** One sentence for the user. */
  warn(sentence: string): void
  /** What a plugin has printed while it was asked; only whoever looks for a cause wants to see it. */
  printed(plugin: string, text: string): void
  /** Shows a plugin that would be of use and asks whether to install it; undefined where nobody can be asked. */
  askToInstall: Consent['confirm'] | undefined
  /** A directory's limit holds something up. */
  waiting(wait: Wait): void
}
