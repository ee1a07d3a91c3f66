import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'
import type { InstalledPlugin } from './contributions.ts'

interface Entry {
  type: string
  name: string
  root?: string
}

/** The plugins that the user has linked, from the data folder's package.json. Loads no code of theirs. */
export async function readInstalledPlugins(dataFolder: string): Promise<InstalledPlugin[]> {
  const { oclif } = (await readJson(path.join(dataFolder, 'package.json'))) as {
    oclif?: { plugins?: Entry[] }
  }
  const linked = (oclif?.plugins ?? []).filter(({ type, root }) => type === 'link' && root !== undefined)
  return Promise.all(
    linked.map(async ({ type, name, root = '' }) => {
      const pjson = await readJson(path.join(root, 'package.json'))
      return { type, name, root, version: String(pjson['version']), pjson }
    }),
  )
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw error
  }
}
