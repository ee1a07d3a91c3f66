import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, messageOf } from '../errors.ts'
import { asSettings } from './as-settings.ts'
import { notRight } from './not-right.ts'
import { mustFit } from './settings-check.ts'
import type { SettingsDocument } from './settings-document.ts'
import { upgraded } from './settings-upgrade.ts'
import { noSettings, type Settings } from './settings.ts'

/** The names that the file may have; each may be written as YAML or as JSON, which is YAML as well. */
const names = ['settings.yaml', 'settings.yml', 'settings.json'] as const

/** Much more than anybody writes by hand. */
const mostBytes = 4_000_000

/** Reads the settings, strictly; there need not be any. Throws `AppError` where one is not right. */
export async function readSettings(configFolder: string): Promise<Settings> {
  const read = await readSettingsDocument(configFolder)
  if (!read) return noSettings
  upgraded(read)
  await mustFit(read)
  return asSettings(read.document.toJS())
}

/** The file as it lies there; undefined where there is none. Throws `AppError` where it cannot be read at all. */
export async function readSettingsDocument(configFolder: string): Promise<SettingsDocument | undefined> {
  const found: { file: string; bytes: Buffer }[] = []
  for (const name of names) {
    const file = path.join(configFolder, name)
    try {
      found.push({ file, bytes: await readFile(file) })
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') continue
      throw notRight(file, messageOf(error))
    }
  }
  const [only, other] = found
  if (!only) return undefined
  if (other)
    throw notRight(only.file, `there is ${path.basename(other.file)} beside it`, {
      hint: 'Put what you want to keep into one of them, and take the other one away.',
    })
  return await parsed(only.file, textOf(only.file, only.bytes))
}

/** Reads the text of a settings file. Throws `AppError` with the line where it cannot be read on. */
export async function parsed(file: string, text: string): Promise<SettingsDocument> {
  const { isMap, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const { line } = lines.linePos(error.pos[0])
    throw notRight(file, `line ${line}: ${error.message.split('\n')[0] ?? ''}`, {
      hint: 'It is YAML: "name: value" on lines of their own, with spaces before what belongs to the line above.',
    })
  }
  if (document.contents !== null && !isMap(document.contents))
    throw notRight(file, 'line 1: it is no list of names with values', {
      hint: 'For example "generator: initials".',
    })
  return { file, text, document, lines }
}

function textOf(file: string, bytes: Buffer): string {
  if (bytes.length > mostBytes) throw notRight(file, `it is larger than ${mostBytes / 1_000_000} MB`)
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw notRight(file, 'it is not written in UTF-8', { hint: 'Save it anew, with the encoding UTF-8.' })
  }
}
