import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../errors.ts'

/** What stands in the settings file. */
export interface Settings {
  /** Plugins of a registry that are installed without asking: names, or patterns such as `@acme/*`. */
  trustedPlugins: readonly string[]
  /** Letters that were chosen for people, by their e-mail address or id. */
  initials: Readonly<Record<string, string>>
}

const known: readonly string[] = ['trustedPlugins', 'initials'] satisfies (keyof Settings)[]

/** Where the settings lie in the configuration folder. */
const settingsFile = (configFolder: string) => path.join(configFolder, 'settings.json')

/** Reads the settings, strictly; there need not be any. Throws `AppError` where one is not right. */
export async function readSettings(configFolder: string): Promise<Settings> {
  const file = settingsFile(configFolder)
  let text
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return { trustedPlugins: [], initials: {} }
    throw notRight(file, messageOf(error))
  }
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw notRight(file, `it is not JSON (${messageOf(error)})`)
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw notRight(file, 'it is no JSON object')
  const unknown = Object.keys(document).find((key) => !known.includes(key))
  if (unknown !== undefined) throw notRight(file, `it has an unknown key "${unknown}"`)
  const { trustedPlugins = [], initials = {} } = document as Record<string, unknown>
  if (!Array.isArray(trustedPlugins) || !trustedPlugins.every((one) => typeof one === 'string' && one !== ''))
    throw notRight(file, 'trustedPlugins is no list of names')
  if (!isTexts(initials)) throw notRight(file, 'initials is no list of letters by e-mail address or id')
  return { trustedPlugins: trustedPlugins as string[], initials }
}

function isTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one) => typeof one === 'string' && one.trim() !== '')
}

function notRight(file: string, why: string): AppError {
  return new AppError('unreadable-input', `The settings ${file} cannot be used: ${why}`, {
    hint: `Known there: ${known.join(', ')}. For example { "trustedPlugins": ["@acme/*"], "initials": { "ada@example.com": "AK" } }.`,
  })
}
