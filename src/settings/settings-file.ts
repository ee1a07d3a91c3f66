import { lstat, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'
import { asSettings } from './as-settings.ts'
import { notRight } from './not-right.ts'
import { parsed, valuesOf } from './parse-settings.ts'
import { mustFit } from './settings-check.ts'
import { lineOf, named, type SettingsDocument, type Way } from './settings-document.ts'
import { upgraded } from './settings-upgrade.ts'
import { noSettings, type Settings } from './settings.ts'
import { readText } from './text-form.ts'

/** The names that the file may have; each may be written as YAML or as JSON, which is YAML as well. */
const names = ['settings.yaml', 'settings.yml', 'settings.json'] as const

/** Much more than anybody writes by hand. */
const mostBytes = 4_000_000

/** Reads the settings, strictly; there need not be any. Throws `AppError` where one is not right. */
export async function readSettings(configFolder: string): Promise<Settings> {
  const read = await readSettingsDocument(configFolder)
  if (!read) return noSettings
  await upgraded(read)
  await mustFit(read)
  return asSettings(valuesOf(read))
}

/** Where something stands in the settings, for whoever has to change it: file and line. */
export async function placeInSettings(configFolder: string, way: Way): Promise<string> {
  const read = await readSettingsDocument(configFolder)
  return read ? `${named(way)} in ${read.file}, line ${lineOf(read, way)}` : named(way)
}

/** The file as it lies there; undefined where there is none. Throws `AppError` where it cannot be read at all. */
export async function readSettingsDocument(configFolder: string): Promise<SettingsDocument | undefined> {
  const found: { file: string; bytes: Buffer }[] = []
  for (const name of names) {
    const file = path.join(configFolder, name)
    const bytes = await bytesOf(file)
    if (bytes) found.push({ file, bytes })
  }
  const [only, other] = found
  if (!only) return undefined
  if (other)
    throw notRight(
      only.file,
      `there is ${path.basename(other.file)} beside it, and only one of them can count`,
      {
        hint: 'Put what you want to keep into one of them, and take the other one away.',
      },
    )
  const { text, form } = readText(only.file, only.bytes)
  return await parsed(only.file, text, form)
}

/** The bytes of a file; undefined where there is none. Whoever has settings must not go without them unknowingly. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    const kind = await stat(file)
    const inPlace = { hint: 'Put a file in its place.' }
    if (kind.isDirectory()) throw notRight(file, 'it is a folder', inPlace)
    // Reading from a pipe would wait for somebody to write into it.
    if (!kind.isFile()) throw notRight(file, 'it is no file', inPlace)
    if (kind.size > mostBytes)
      throw notRight(file, `it is larger than ${mostBytes / 1_000_000} MB`, {
        hint: 'Whatever it is, nobody has written it by hand: put your own settings in its place.',
      })
    return await readFile(file)
  } catch (error) {
    const code = codeOf(error) ?? ''
    if (code === 'ENOENT' && !(await isThere(file))) return undefined
    const reason = reasons[code]
    throw reason ? notRight(file, reason.says, { hint: reason.hint }) : error
  }
}

/** Also a link that leads nowhere. */
async function isThere(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  )
}

const reasons: Record<string, { says: string; hint: string }> = {
  ENOENT: {
    says: 'it is a link, and what it leads to is not there',
    hint: 'Bring that back (is its disk there?), or take the link away to go without settings.',
  },
  ENOTDIR: {
    says: 'its folder is no folder',
    hint: 'Set AVATARCTL_CONFIG_DIR to a folder; it need not be there yet.',
  },
  EACCES: {
    says: 'this user may not read it',
    hint: 'Give yourself the right to read the file and its folder.',
  },
  EPERM: {
    says: 'this user may not read it',
    hint: 'Give yourself the right to read the file and its folder.',
  },
  ELOOP: { says: 'it is a link that leads back to itself', hint: 'Put a file in its place.' },
  EIO: { says: 'its disk cannot be read', hint: 'Look after that disk, and run the same again.' },
}
