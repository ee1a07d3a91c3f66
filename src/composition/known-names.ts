import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { DirectoryContribution, GeneratorContribution } from '@avatarctl/sdk'
import type { Known } from '../operations/complete-value.ts'
import { withOptionsFiles } from '../plugins/options-file.ts'

/** Where things lie. */
export interface Places {
  /** The folder of this package. */
  root: string
  configFolder: string
  dataFolder: string
  environment: Readonly<Record<string, string | undefined>>
}

interface Contributed {
  generators: GeneratorContribution[]
  directories: DirectoryContribution[]
}

/**
 * What a shell may complete, from the files that have it and nothing else: somebody waits with the finger on the key. What
 * cannot be read is not proposed; the command itself will say why.
 */
export function knownNames({ root, configFolder, dataFolder, environment }: Places): Known {
  let reading: Promise<Contributed> | undefined
  const contributed = () => (reading ??= readAll())

  async function readAll(): Promise<Contributed> {
    const { dependencies = {} } = (await json(path.join(root, 'package.json'))) as { dependencies?: object }
    const names = Object.keys(dependencies).filter((name) =>
      /^@avatarctl\/(?:generator|directory)-/.test(name),
    )
    const folders = [
      ...names.map((name) => packageFolder(root, name)),
      ...(await added()).map(({ at }) => at),
    ]
    const all = await Promise.all(folders.map(async (folder) => contributionsOf(await folder)))
    return {
      generators: all.flatMap(({ generators }) => generators),
      directories: all.flatMap(({ directories }) => directories),
    }
  }

  async function added(): Promise<{ name: string; at: string }[]> {
    const { readAdded } = await import('../plugins/installed/added-list.ts')
    const entries = await readAdded(dataFolder).catch(() => [])
    return entries.map(({ name, root: its }) => ({ name, at: path.resolve(dataFolder, its) }))
  }

  return {
    async generators() {
      const { generators } = await contributed()
      return generators.map(({ id, description, options }) => ({
        id,
        says: description,
        options: Object.fromEntries(
          Object.entries(options?.properties ?? {}).map(([name, schema]) => [name, choicesIn(schema)]),
        ),
      }))
    },
    async connections() {
      const { readSettings } = await import('../settings/settings-file.ts')
      const settings = await readSettings(configFolder).catch(() => undefined)
      const own = Object.entries(settings?.connections ?? {}).map(([name, { type }]) => ({ name, type }))
      const { directories } = await contributed()
      const described = directories
        .filter(({ environment: variables = {} }) => Object.keys(variables).some((name) => environment[name]))
        .map(({ id }) => ({ name: id, type: id }))
      return [...own, ...described.filter(({ name }) => !own.some((one) => one.name === name))]
    },
    schemes: async () => (await contributed()).directories.flatMap(({ scheme }) => scheme ?? []),
    types: async () => (await contributed()).directories.map(({ id }) => id),
    plugins: async () => (await added()).map(({ name }) => name),
    files: (begun) => filesFrom(begun, environment['HOME'] ?? ''),
  }
}

async function json(file: string): Promise<unknown> {
  return await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as unknown,
    () => ({}),
  )
}

/** Where a package lies that the tool was installed with: beside it, or further up. */
async function packageFolder(root: string, name: string): Promise<string> {
  for (let at = root; ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name)
    if (Object.keys((await json(path.join(folder, 'package.json'))) as object).length > 0) return folder
    if (at === path.dirname(at)) return folder
  }
}

async function contributionsOf(folder: string): Promise<Contributed> {
  try {
    const { avatarctl } = (await json(path.join(folder, 'package.json'))) as { avatarctl?: unknown }
    const whole = withOptionsFiles(folder, avatarctl) as { contributes?: Partial<Contributed> } | undefined
    const { generators = [], directories = [] } = whole?.contributes ?? {}
    return { generators, directories }
  } catch {
    return { generators: [], directories: [] }
  }
}

function choicesIn(schema: unknown): string[] {
  const { enum: values, type } = (schema ?? {}) as { enum?: unknown[]; type?: unknown }
  if (Array.isArray(values)) return values.map(String)
  return type === 'boolean' ? ['true', 'false'] : []
}

async function filesFrom(begun: string, home: string): Promise<string[]> {
  const folder = begun.slice(0, begun.lastIndexOf('/') + 1)
  const at = folder.startsWith('~/') ? path.join(home, folder.slice(2)) : folder || '.'
  const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
  const showsHidden = begun.slice(folder.length).startsWith('.')
  return entries
    .filter(({ name }) => showsHidden || !name.startsWith('.'))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .sort()
}
