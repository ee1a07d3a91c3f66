import type { Way } from './settings-document.ts'
import type { ConnectionSettings, GeneratorOptions, Preferences, Settings } from './settings.ts'

/** What holds for a connection, or for a directory that none is about. */
export function preferencesFor(settings: Settings, connection: string | undefined): Preferences {
  const own = connectionNamed(settings, connection)
  if (!own || connection === undefined) return settings
  return {
    ...settings,
    ...own,
    of: connection,
    generatorOptions: mergedOptions(settings.generatorOptions, own.generatorOptions ?? {}),
    groups: joinedTo(own.groups, settings.groups),
    exclude: joinedTo(own.exclude, settings.exclude),
    placeholders: joinedTo(own.placeholders, settings.placeholders),
  }
}

/** A connection's own list adds to the one that holds everywhere, and comes first; an empty one means none. */
function joinedTo<T>(own: readonly T[] | undefined, everywhere: readonly T[]): readonly T[] {
  if (own === undefined) return everywhere
  return own.length === 0 ? [] : [...own, ...everywhere]
}

function connectionNamed(
  { connections }: Settings,
  name: string | undefined,
): ConnectionSettings | undefined {
  return name !== undefined && Object.hasOwn(connections, name) ? connections[name] : undefined
}

/** Where in the settings the generators stand that hold for a connection: with the connection, or at the top. */
export function wayToGenerator(settings: Settings, connection: string | undefined): Way {
  const own = connectionNamed(settings, connection)
  return own?.generator === undefined ? ['generator'] : ['connections', connection ?? '', 'generator']
}

/** The same of one generator's options. */
export function wayToOptions(settings: Settings, connection: string | undefined, id: string): Way {
  const own = connectionNamed(settings, connection)
  const way = ['generatorOptions', id]
  return own?.generatorOptions?.[id] === undefined ? way : ['connections', connection ?? '', ...way]
}

/** Options by generator; of those that both have, the later ones. */
export function mergedOptions(
  earlier: Readonly<Record<string, GeneratorOptions>>,
  later: Readonly<Record<string, GeneratorOptions>>,
): Record<string, GeneratorOptions> {
  const merged: Record<string, GeneratorOptions> = { ...earlier }
  for (const [id, options] of Object.entries(later)) merged[id] = { ...merged[id], ...options }
  return merged
}
