import type { GeneratorOptions, Preferences, Settings } from './settings.ts'

/** What holds for a connection, or for a directory that none is about. */
export function preferencesFor(settings: Settings, connection: string | undefined): Preferences {
  const own = connection === undefined ? undefined : settings.connections[connection]
  if (!own) return settings
  return {
    ...settings,
    ...own,
    generatorOptions: mergedOptions(settings.generatorOptions, own.generatorOptions),
    groups: [...own.groups, ...settings.groups],
    exclude: [...settings.exclude, ...own.exclude],
    placeholders: [...settings.placeholders, ...own.placeholders],
  }
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
