import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import type { Document } from 'yaml'
import { AppError, codeOf, messageOf } from '../errors.ts'
import { mustFit } from './settings-check.ts'
import type { SettingsDocument } from './settings-document.ts'
import { readSettingsDocument } from './settings-file.ts'
import { upgraded, versionOf } from './settings-upgrade.ts'
import { parsed } from './parse-settings.ts'
import { asWritten } from './settings-writing.ts'
import { keepCopy, swapFile } from './swap-file.ts'
import { writeText } from './text-form.ts'

/** What a new file begins with: editors complete and check what is written below it. */
const heading = `# Settings of avatarctl; \`avatarctl connections add\` writes here as well, and keeps comments.
# yaml-language-server: $schema=https://unpkg.com/avatarctl/schema/settings.schema.json
version: 2
`

/** So often somebody may save the file in an editor meanwhile. */
const mostTries = 5

/**
 * Changes the settings file, or makes one; comments, order, encoding, mode and a link to it stay. A file of an earlier
 * form is brought to the present one, and a copy of it kept beside it. After a crash there is the old file or the new one,
 * whole. `change` is called again where the file was saved by somebody else meanwhile; two of us have to be kept apart by
 * a lock. Answers with the file's path. Throws `AppError`; then nothing was changed.
 */
export async function editSettings(
  configFolder: string,
  change: (document: Document) => void,
): Promise<string> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const file = await tryToEdit(configFolder, change)
    if (file !== undefined) return file
  }
  throw new AppError('cannot-write-output', `The settings in ${configFolder} are being changed by others`, {
    hint: 'Nothing was changed here; run the same again.',
  })
}

/** Undefined where somebody else has written the file in between. */
async function tryToEdit(
  configFolder: string,
  change: (document: Document) => void,
): Promise<string | undefined> {
  const found = await readSettingsDocument(configFolder)
  const read = found ?? (await parsed(path.join(configFolder, 'settings.yaml'), heading))
  const before = versionOf(read)
  const isOld = await upgraded(read)
  // What is wrong is told before anything is added to it.
  await mustFit(read)
  change(read.document)
  const text = asWritten(read)
  await mustFit(await parsed(read.file, text, read.form))
  try {
    await mkdir(configFolder, { recursive: true, mode: 0o700 })
    // A link leads to where somebody keeps the file, and stays.
    const file = found ? await realpath(found.file) : read.file
    const old = found && bytesOf(found)
    if (isOld && old) await keepCopy(`${file}.version-${before}`, file, old)
    return (await swapFile(file, old, writeText(text, read.form))) ? file : undefined
  } catch (error) {
    throw notWritten(read.file, error)
  }
}

/** As they were read: what was read without loss is written without loss. */
const bytesOf = ({ text, form }: SettingsDocument) => writeText(text, form)

const reasons: Record<string, string> = {
  ENOSPC: 'there is no room left on its disk',
  EDQUOT: 'there is no room left for this user on its disk',
  EROFS: 'its disk can only be read',
  EACCES: 'this user may not write in its folder',
  EPERM: 'this user may not write in its folder',
}

/** Why the settings cannot be changed. */
export function notWritten(file: string, error: unknown): AppError {
  const code = /disk is full/.test(messageOf(error)) ? 'ENOSPC' : (codeOf(error) ?? '')
  const why = reasons[code] ?? messageOf(error)
  const hint =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'Nothing was changed. Make room there, and run the same again.'
      : 'Nothing was changed. Give this user the right to write there, and run the same again.'
  return new AppError('cannot-write-output', `The settings ${file} cannot be written: ${why}`, {
    hint,
    cause: error,
  })
}
