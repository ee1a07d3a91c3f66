import type { Way } from './settings-document.ts'
import type { ConnectionSettings, GeneratorOptions, Group, Preferences, Settings } from './settings.ts'

type OneOrMore = string | readonly string[]

/** As the schema allows them. */
interface WrittenPreferences {
  generator?: OneOrMore
  generatorOptions?: Record<string, GeneratorOptions>
  groups?: { where: OneOrMore; generator?: OneOrMore; generatorOptions?: Record<string, GeneratorOptions> }[]
  onFailure?: 'skip' | 'next'
  prefer?: 'first' | 'largest' | 'newest'
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
  Partial<Pick<Settings, 'people' | 'trustedPlugins' | 'credentials'>> & {
    directory?: OneOrMore
    connections?: Record<string, WrittenConnection>
  }

/** A document that fits the schema, in the form that the tool works with. */
export function asSettings(document: unknown): Settings {
  const written = (document ?? {}) as Written
  const { directory, connections = {}, people = {}, trustedPlugins = [], credentials } = written
  const none = { generatorOptions: {}, groups: [], exclude: [], placeholders: [] }
  return {
    ...none,
    ...preferencesOf(written, []),
    ...given({ directory: directory === undefined ? undefined : joined(directory), credentials }),
    connections: Object.fromEntries(
      Object.entries(connections).map(([name, one]) => [name, connectionOf(name, one)]),
    ),
    directories: [directory ?? []].flat(),
    people,
    trustedPlugins,
  }
}

function connectionOf(name: string, written: WrittenConnection): ConnectionSettings {
  const { type, options = {} } = written
  return { type, options, ...preferencesOf(written, ['connections', name]) }
}

function preferencesOf(written: WrittenPreferences, way: Way): Partial<Preferences> {
  const { generator, generatorOptions, groups, status, maxChanges, placeholders } = written
  const { onFailure, prefer, size, concurrency, kind, exclude } = written
  return given({
    ...{ generatorOptions, onFailure, prefer, size, concurrency, kind, exclude },
    generator: generator === undefined ? undefined : joined(generator),
    status: status?.join(','),
    maxChanges: maxChanges === undefined ? undefined : String(maxChanges),
    groups: groups?.map((group, index) => groupOf(group, [...way, 'groups', index])),
    placeholders: placeholders?.map((hash) => hash.toLowerCase()),
  })
}

function groupOf(
  { where, generator, generatorOptions = {} }: NonNullable<WrittenPreferences['groups']>[number],
  way: Way,
): Group {
  const chain = generator === undefined ? {} : { generator: joined(generator) }
  return { where: [where].flat(), ...chain, generatorOptions, way }
}

const joined = (text: OneOrMore) => [text].flat().join(',')

/** Only what stands there: what is not there must not hide what is said elsewhere. */
function given<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
