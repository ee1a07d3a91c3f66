import { AppError } from '../errors.ts'
import type { FetchedPlugin, PluginStore, TakenNames, WantedPlugin } from '../ports.ts'
import type { AddedPlugin, OfferedContribution, PluginOffer } from '../records.ts'
import { wantedPlugin } from './wanted-plugin.ts'

/** What came of it. */
export interface InstalledOutcome {
  plugin: AddedPlugin
  offer: PluginOffer
  /** The version that was there before; null where there was none. */
  previous: string | null
  /** False where everything was so already. */
  changed: boolean
}

/** Who is asked before a plugin is installed. */
export interface Consent {
  /** Named in the settings as one that needs no question. */
  isTrusted(name: string): boolean
  /** Shows it and asks; throws for every answer but yes. */
  confirm(offer: PluginOffer, previous: AddedPlugin | undefined): Promise<void>
}

/**
 * Installs a plugin, or another version of one: fetch the package alone, look into it, ask, put it in place with what it
 * depends on, and only then use it. Whatever fails, what was there before works on. Throws `AppError`.
 */
export async function installPlugin(
  store: PluginStore,
  taken: TakenNames,
  wish: { name: string; consent: Consent },
): Promise<InstalledOutcome> {
  const wanted = wantedPlugin(wish.name)
  mustNotBeBundled(wanted.from === 'registry' ? wanted.names : [], taken)
  return await fetchAndUse(store, taken, { wanted, consent: wish.consent, asksAlways: true })
}

/** The part that installing and updating have in common. */
export async function fetchAndUse(
  store: PluginStore,
  taken: TakenNames,
  { wanted, consent, asksAlways }: { wanted: WantedPlugin; consent: Consent; asksAlways: boolean },
): Promise<InstalledOutcome> {
  const fetched = await store.fetch(wanted)
  const { offer } = fetched
  mustNotBeBundled([offer.name], taken)
  mustBeFree(offer, taken)
  const previous = store.added().find(({ name }) => name === offer.name)
  const isThere = previous !== undefined && isSame(fetched, previous)
  if (isThere && (await store.isIntact(previous))) {
    const plugin = await store.keepTo(previous, fetched.tag)
    return { plugin, offer, previous: previous.version, changed: false }
  }
  // Whoever puts back what was damaged has said yes to it before.
  if (!isThere && (asksAlways || !previous || asksMore(offer, previous))) {
    const isTrusted = offer.source === 'registry' && consent.isTrusted(offer.name)
    if (!isTrusted) await consent.confirm(offer, previous)
  }
  const staged = await store.stage(fetched)
  await store.use(staged)
  return { plugin: staged.plugin, offer, previous: previous?.version ?? null, changed: true }
}

/** One of ours would be replaced by it. */
export function mustNotBeBundled(names: readonly string[], { bundled }: TakenNames): void {
  const ours = names.find((name) => bundled.has(name))
  if (ours === undefined) return
  throw new AppError('plugin', `${ours} comes with avatarctl and cannot be installed or linked beside it`, {
    hint: 'It is there already, in the version that fits: `avatarctl plugins list` shows it.',
  })
}

/** Two plugins with one id would leave it to chance which is asked. */
export function mustBeFree({ name, contributes }: PluginOffer, { contributors }: TakenNames): void {
  for (const { kind, id } of contributes) {
    const other = contributors.get(`${kind} ${id}`)
    if (other === undefined || other === name) continue
    throw new AppError(
      'plugin',
      `${name} contributes the ${kind} "${id}", which ${other} contributes already`,
      {
        hint: 'Nothing was changed. Ask its author for another id, or uninstall the other plugin first.',
      },
    )
  }
}

/** Whether it is there already. Throws where a version has become something else. */
function isSame({ offer, integrity }: FetchedPlugin, previous: AddedPlugin): boolean {
  if (previous.kind === 'linked') {
    throw new AppError('wrong-use', `${offer.name} is linked to ${previous.root}`, {
      hint: `\`avatarctl plugins unlink ${offer.name}\` first, and run the same again.`,
    })
  }
  if (previous.version !== offer.version) return false
  if (previous.integrity === integrity) return true
  throw new AppError(
    'plugin',
    `${offer.name} ${offer.version} is not the ${offer.version} that is installed: its content has changed without a new version`,
    {
      hint: `Ask its author why. \`avatarctl plugins uninstall ${offer.name}\` first to take it all the same.`,
    },
  )
}

/** Whether it is more or something else than what the user has said yes to. */
function asksMore({ contributes, publisher }: PluginOffer, previous: AddedPlugin): boolean {
  const essence = (all: readonly OfferedContribution[]) =>
    JSON.stringify(
      all.map(({ kind, id, hosts, hostOptions = [], reads = [], sends, licence }) => [
        kind,
        id,
        hosts,
        hostOptions,
        reads,
        sends,
        licence,
      ]),
    )
  return essence(contributes) !== essence(previous.agreed) || publisher !== previous.publisher
}
