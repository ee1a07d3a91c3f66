import type { Way } from './settings-document.ts'

/** What stands in the settings file, in the form that the tool works with. */
export interface Settings extends Preferences {
  /** Connections that are used where none is named, separated by commas. */
  directory?: string
  /** The same as it was written: one text, or several. */
  directories: readonly string[]
  connections: Readonly<Record<string, ConnectionSettings>>
  /** By e-mail address or id. */
  people: Readonly<Record<string, ChosenForPerson>>
  /** Plugins of a registry that are installed without asking: names, or patterns such as `@acme/*`. */
  trustedPlugins: readonly string[]
  credentials?: 'keyring' | 'file'
}

/** A directory by a name of the user's, and what holds for it only. */
export interface ConnectionSettings extends Partial<Preferences> {
  /** The id of a directory contribution. */
  type: string
  /** That directory's own options, not checked yet. */
  options: Readonly<Record<string, unknown>>
}

/** What holds for one person only. */
export interface ChosenForPerson {
  initials?: string
  name?: string
}

/** How people are chosen and pictures made, where no flag says otherwise. */
export interface Preferences {
  /** The connection that they hold for, where it is one of the settings. */
  of?: string
  /** A chain, `a,b`. */
  generator?: string
  /** By generator. */
  generatorOptions: Readonly<Record<string, GeneratorOptions>>
  groups: readonly Group[]
  onFailure?: 'skip' | 'next'
  prefer?: 'first' | 'largest' | 'newest'
  size?: number
  concurrency?: number
  kind?: 'person' | 'other' | 'all'
  /** As `--status` takes it. */
  status?: string
  /** As `--max-changes` takes it. */
  maxChanges?: string
  /** Conditions `FIELD=GLOB`: whoever meets one is left alone. */
  exclude: readonly string[]
  /** SHA-256 in lower-case hex of pictures that count as no photo. */
  placeholders: readonly string[]
}

export type GeneratorOptions = Readonly<Record<string, unknown>>

/** People who get other pictures than the rest. */
export interface Group {
  /** Conditions `FIELD=GLOB`, all of which must be met. */
  where: readonly string[]
  generator?: string
  generatorOptions: Readonly<Record<string, GeneratorOptions>>
  /** Where in the file it stands. */
  way: Way
}

/** The settings of somebody who has none. */
export const noSettings: Settings = {
  directories: [],
  connections: {},
  people: {},
  trustedPlugins: [],
  generatorOptions: {},
  groups: [],
  exclude: [],
  placeholders: [],
}
