import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Document } from 'yaml'
import { AppError, codeOf, messageOf } from '../errors.ts'
import { mustFit } from './settings-check.ts'
import { parsed, readSettingsDocument } from './settings-file.ts'
import { upgraded, versionOf } from './settings-upgrade.ts'

/** What a new file begins with: editors complete and check what is written below it. */
const heading = `# Settings of avatarctl; \`avatarctl connections add\` writes here as well, and keeps comments.
# yaml-language-server: $schema=https://unpkg.com/avatarctl/schema/settings.schema.json
version: 2
`

/** So often somebody else may write the file meanwhile. */
const mostTries = 5

/**
 * Changes the settings file, or makes one; comments and order stay. A file of an earlier form is brought to the present
 * one, and a copy of it kept beside it. After a crash there is the old file or the new one, whole. Answers with the
 * file's path. Throws `AppError`; then nothing was changed.
 */
export async function editSettings(
  configFolder: string,
  change: (document: Document) => void,
): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const file = await tryToEdit(configFolder, change)
    if (file !== undefined) return file
    if (tries === mostTries)
      throw new AppError(
        'cannot-write-output',
        `The settings in ${configFolder} are being changed by others`,
        {
          hint: 'Nothing was changed here; run the same again.',
        },
      )
  }
}

/** Undefined where somebody else has written the file in between. */
async function tryToEdit(
  configFolder: string,
  change: (document: Document) => void,
): Promise<string | undefined> {
  const found = await readSettingsDocument(configFolder)
  const read = found ?? (await parsed(path.join(configFolder, 'settings.yaml'), heading))
  if (found) await mustFitAsIs(found.file, found.text)
  const before = versionOf(read)
  const isOld = upgraded(read)
  change(read.document)
  const quoted = { defaultKeyType: 'QUOTE_DOUBLE', defaultStringType: 'QUOTE_DOUBLE' } as const
  const text = read.document.toString({ lineWidth: 0, ...(read.file.endsWith('.json') ? quoted : {}) })
  await mustFit(await parsed(read.file, text))
  try {
    await mkdir(configFolder, { recursive: true, mode: 0o700 })
    // A link leads to where somebody keeps the file, and stays.
    const file = found ? await realpath(found.file) : read.file
    if (isOld) await keepCopy(file, `${file}.version-${before}`)
    return await replace(file, text, found?.text)
  } catch (error) {
    throw new AppError(
      'cannot-write-output',
      `The settings ${read.file} cannot be written: ${messageOf(error)}`,
      {
        hint: 'Nothing was changed. Make room on that disk and give this user the right to write there.',
        cause: error,
      },
    )
  }
}

/** What is wrong is told before anything is added to it. */
async function mustFitAsIs(file: string, text: string): Promise<void> {
  const copy = await parsed(file, text)
  upgraded(copy)
  await mustFit(copy)
}

/** An earlier copy is not replaced: it is the older one, and nearer to what the user wrote. */
async function keepCopy(file: string, copy: string): Promise<void> {
  try {
    await copyFile(file, copy, constants.COPYFILE_EXCL)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

async function replace(file: string, text: string, before: string | undefined): Promise<string | undefined> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const mode = before === undefined ? 0o600 : (await stat(file)).mode & 0o777
  const handle = await open(temporary, 'wx', mode)
  try {
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if ((await textNow(file)) !== before) {
      await unlink(temporary)
      return undefined
    }
    await rename(temporary, file)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(path.dirname(file))
  return file
}

async function textNow(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A new name lasts once its folder is synced; not every file system has that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error) ?? '')) throw error
  } finally {
    await handle?.close()
  }
}
