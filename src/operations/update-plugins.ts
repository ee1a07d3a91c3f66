import { AppError } from '../errors.ts'
import type { PluginStore, TakenNames, WantedPlugin } from '../ports.ts'
import type { AddedPlugin } from '../records.ts'
import { type Consent, fetchAndUse, type InstalledOutcome } from './install-plugin.ts'
import { addedAs } from './remove-plugin.ts'
import { wantedPlugin } from './wanted-plugin.ts'

/** How it went with one plugin. */
export type UpdateOutcome =
  | { name: string; outcome: 'updated' | 'current'; from: string; to: string }
  | { name: string; outcome: 'left'; reason: string }
  | { name: string; outcome: 'failed'; error: AppError }

/**
 * Updates one plugin, or all: within the range that was asked for, or to the one that is named now. One that fails stays
 * as it is and stops no other, unless the user wants to stop. Throws `AppError` where a named one is not installed.
 */
export async function* updatePlugins(
  store: PluginStore,
  taken: TakenNames,
  wish: { name: string | undefined; consent: Consent },
): AsyncIterable<UpdateOutcome> {
  const { name, consent } = wish
  const chosen = name === undefined ? store.added().map((plugin) => ({ plugin })) : [named(store, name)]
  for (const { plugin, range } of chosen as { plugin: AddedPlugin; range?: string }[]) {
    const wanted = wantedFor(plugin, range)
    if (typeof wanted === 'string') {
      yield { name: plugin.name, outcome: 'left', reason: wanted }
      continue
    }
    try {
      const done = await fetchAndUse(store, taken, { wanted, consent, asksAlways: false })
      yield outcomeOf(plugin, done)
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'interrupted') throw error
      yield { name: plugin.name, outcome: 'failed', error }
    }
  }
}

function outcomeOf({ name, version }: AddedPlugin, { changed, plugin }: InstalledOutcome): UpdateOutcome {
  return { name, outcome: changed ? 'updated' : 'current', from: version, to: plugin.version }
}

/** `NAME` or `NAME@RANGE` of one that is there. */
function named(store: PluginStore, text: string): { plugin: AddedPlugin; range?: string } {
  const wanted = wantedPlugin(text)
  if (wanted.from === 'tarball') {
    throw new AppError('wrong-use', `${text} is a tarball`, {
      hint: 'Its content is installed by `avatarctl plugins install`, also over another version.',
    })
  }
  const hasRange = text.trim().indexOf('@', 1) > 0
  return { plugin: addedAs(store, wanted.names), ...(hasRange ? { range: wanted.range } : {}) }
}

/** What to fetch, or in words why nothing. */
function wantedFor({ kind, name, tag }: AddedPlugin, range: string | undefined): WantedPlugin | string {
  if (kind === 'linked') return 'it is linked, and is always what its folder has'
  if (range === undefined && tag?.startsWith('file:')) return `it was installed from a tarball (${tag})`
  return { from: 'registry', names: [name], range: range ?? tag ?? 'latest' }
}
