import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../errors.ts'
import type { PackageFile } from '../ports.ts'

/** The files of the template for generators in `root`, with the text of a licence. */
export async function readTemplate(root: string, licence: string): Promise<PackageFile[]> {
  const folder = path.join(root, 'templates/generator')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const texts = files.map(async (file) => ({
    path: nameInPackage(path.relative(folder, file).replaceAll(path.sep, '/')),
    text: await readFile(file, 'utf8'),
  }))
  const text = await readFile(path.join(root, 'templates/licences', licence), 'utf8')
  const all = [...(await Promise.all(texts)), { path: 'LICENSE', text }]
  return all.sort((one, other) => (one.path < other.path ? -1 : 1))
}

/**
 * What a new plugin takes its types and its test from: in a checkout of the tool the sdk that lies beside it, which may
 * be newer than any that was published; else what was published for this version.
 */
export function sdkFor(root: string, version: string): string {
  const beside = path.join(root, 'packages/sdk')
  return existsSync(path.join(beside, 'package.json'))
    ? `file:${beside.replaceAll(path.sep, '/')}`
    : `^${version}`
}

/** npm leaves a .gitignore out of what it packs, so the template has it under another name. */
function nameInPackage(name: string): string {
  return name === 'gitignore' ? '.gitignore' : name
}

/**
 * Writes all files into a folder that is not there or empty, or leaves everything as it was. Gives its path. Throws
 * `AppError` `cannot-write-output`.
 */
export async function writePackage(folder: string, files: readonly PackageFile[]): Promise<string> {
  const root = path.resolve(folder)
  const folders = new Set<string>()
  const undo: (() => Promise<void>)[] = []
  try {
    for (const { path: name, text } of files) {
      const target = path.join(root, name)
      for (const folder of [root, path.dirname(target)]) {
        if (folders.has(folder)) continue
        if (await makeFolder(folder)) undo.push(() => rmdir(folder))
        folders.add(folder)
      }
      // Never over a file that somebody else has put there meanwhile.
      await writeFile(target, text, { flag: 'wx' })
      undo.push(() => rm(target))
    }
    return root
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined)
    throw error instanceof AppError ? error : cannotCreate(root, messageOf(error), error)
  }
}

/** Makes a folder; says whether it was not there. Throws where something is in it, or it is no folder. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const present = await readdir(folder)
    if (present.length > 0) throw cannotCreate(folder, 'it is there already, and not empty', error)
    return false
  }
}

function cannotCreate(folder: string, why: string, cause: unknown): AppError {
  return new AppError('cannot-write-output', `The plugin cannot be made in ${folder}: ${why}`, {
    hint: 'Name another folder with --folder; the one above it has to be there.',
    cause,
  })
}
