import type { Composition } from './composition.ts'
import { concurrencyFlag, directoryFlag, imageFlags, preferenceOf, selectionFlags } from './flags.ts'

/** A setting as it holds, and where it comes from. */
export interface SettingSource {
  /** As the settings file calls it. */
  name: string
  value: string | number | null
  from: 'environment' | 'connection' | 'settings' | 'default'
  /** The variable or the connection. */
  where: string | null
}

type Settings = Awaited<ReturnType<Composition['settings']>>

/** Every setting that a flag can have too, for a connection or where none is named. */
export function settingSources(
  settings: Settings,
  connection: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): SettingSource[] {
  const flags: Record<string, { env?: string | undefined; default?: unknown }> = {
    ...directoryFlag,
    ...imageFlags,
    ...selectionFlags,
    ...concurrencyFlag,
  }
  const own = connection === undefined ? undefined : settings.connections[connection]
  const names = { directory: 'directory', generator: 'generator', ...preferenceOf } as const
  return Object.entries(names).map(([flag, name]): SettingSource => {
    const { env, default: assumed } = flags[flag] ?? {}
    const given = env === undefined ? undefined : environment[env]
    if (env !== undefined && given) return { name, value: given, from: 'environment', where: env }
    const theirs = name === 'directory' ? undefined : own?.[name]
    if (connection !== undefined && theirs !== undefined)
      return { name, value: theirs, from: 'connection', where: connection }
    const general = settings[name]
    if (general !== undefined) return { name, value: general, from: 'settings', where: null }
    const value =
      name === 'generator' ? 'initials,identicon' : ((assumed as string | number | undefined) ?? null)
    return { name, value, from: 'default', where: null }
  })
}
