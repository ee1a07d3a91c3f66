import type { ConnectionSettings, GeneratorOptions, Group, Preferences, Settings } from './settings.ts'

type OneOrMore = string | readonly string[]

/** As the schema allows them. */
interface WrittenPreferences {
  generator?: OneOrMore
  generatorOptions?: Record<string, GeneratorOptions>
  groups?: { where: OneOrMore; generator?: OneOrMore; generatorOptions?: Record<string, GeneratorOptions> }[]
  onFailure?: 'skip' | 'next'
  size?: number
  concurrency?: number
  kind?: 'person' | 'other' | 'all'
  status?: readonly string[]
  maxChanges?: number | string
  exclude?: readonly string[]
  placeholders?: readonly string[]
}

type WrittenConnection = WrittenPreferences & { type: string; options?: Record<string, unknown> }

type Written = WrittenPreferences &
  Partial<Pick<Settings, 'directory' | 'people' | 'trustedPlugins' | 'credentials'>> & {
    connections?: Record<string, WrittenConnection>
  }

/** A document that fits the schema, in the form that the tool works with. */
export function asSettings(document: unknown): Settings {
  const written = (document ?? {}) as Written
  const { directory, connections = {}, people = {}, trustedPlugins = [], credentials } = written
  return {
    ...preferencesOf(written),
    ...(directory === undefined ? {} : { directory }),
    connections: Object.fromEntries(
      Object.entries(connections).map(([name, one]) => [name, connectionOf(one)]),
    ),
    people,
    trustedPlugins,
    ...(credentials === undefined ? {} : { credentials }),
  }
}

function connectionOf(written: WrittenConnection): ConnectionSettings {
  const { type, options = {} } = written
  return { type, options, ...preferencesOf(written) }
}

function preferencesOf(written: WrittenPreferences): Preferences {
  const { generator, generatorOptions = {}, groups = [], exclude = [], placeholders = [] } = written
  const { onFailure, size, concurrency, kind, status, maxChanges } = written
  const given = {
    generator: generator === undefined ? undefined : [generator].flat().join(','),
    ...{ onFailure, size, concurrency, kind },
    status: status?.join(','),
    maxChanges: maxChanges === undefined ? undefined : String(maxChanges),
  }
  return {
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<Preferences>),
    generatorOptions,
    groups: groups.map(groupOf),
    exclude,
    placeholders: placeholders.map((hash) => hash.toLowerCase()),
  }
}

function groupOf({
  where,
  generator,
  generatorOptions = {},
}: NonNullable<WrittenPreferences['groups']>[number]): Group {
  const chain = generator === undefined ? {} : { generator: [generator].flat().join(',') }
  return { where: [where].flat(), ...chain, generatorOptions }
}
