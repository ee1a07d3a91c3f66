import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../../errors.ts'
import { readContributions } from '../contributions.ts'
import { tarballName } from './fetch-package.ts'
import { sealFolder, sha256 } from './file-list.ts'
import type { Npm } from './npm.ts'

/** What is needed to know a plugin again. */
export interface Staged {
  /** SHA-256 of the list of its files. */
  files: string
  /** SHA-256 of its package.json. */
  manifest: string
}

/**
 * Unpacks a fetched tarball in its folder, with everything that it depends on: `node_modules/NAME` and its neighbours. No
 * script runs. What is then there has to be what was shown. Throws `AppError`, and what the disk says.
 */
export async function stagePackage(
  folder: string,
  shown: { pjson: Record<string, unknown>; integrity: string },
  tools: { npm: Npm; timeoutMs: number; version: string },
): Promise<Staged> {
  const name = String(shown.pjson['name'])
  const about = `${name}@${String(shown.pjson['version'])}`
  const root = path.join(folder, 'node_modules', name)
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: `file:./${tarballName}` } }),
  )
  await tools.npm.run('install', [], { folder, about, timeoutMs: tools.timeoutMs })
  await mustBeWhatWasShown(folder, root, shown, about)
  const manifest = await readFile(path.join(root, 'package.json'))
  const version = String(shown.pjson['version'])
  const plugin = { name, version, root, type: 'user', pjson: shown.pjson }
  const { problems } = await readContributions([plugin], tools.version)
  if (problems[0]) throw unusable(about, problems[0].message)
  await rm(path.join(folder, tarballName))
  try {
    return { files: await sealFolder(folder), manifest: sha256(manifest) }
  } catch (error) {
    throw codeOf(error) === undefined ? unusable(about, messageOf(error)) : error
  }
}

async function mustBeWhatWasShown(
  folder: string,
  root: string,
  { pjson, integrity }: { pjson: Record<string, unknown>; integrity: string },
  about: string,
): Promise<void> {
  const lock = JSON.parse(await readFile(path.join(folder, 'package-lock.json'), 'utf8')) as {
    packages?: Record<string, { integrity?: string }>
  }
  const installed = lock.packages?.[`node_modules/${String(pjson['name'])}`]?.integrity
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as unknown
  if (installed === integrity && JSON.stringify(manifest) === JSON.stringify(pjson)) return
  throw unusable(about, 'what npm has put in place is not what was shown')
}

function unusable(about: string, why: string): AppError {
  return new AppError('plugin', `${about} cannot be used: ${why}`, {
    hint: 'Nothing was changed. Ask for another version of it, or tell its author.',
  })
}
