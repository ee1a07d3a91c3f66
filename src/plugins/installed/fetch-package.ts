import { copyFile, readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError, messageOf } from '../../errors.ts'
import type { WantedPlugin } from '../../ports.ts'
import type { Npm } from './npm.ts'
import { integrityOf, manifestIn } from './tarball.ts'

/** A package's tarball in a folder of ours, with what is known about it. */
export interface Fetched {
  /** Its package.json, as it lies in the tarball. */
  pjson: Record<string, unknown>
  integrity: string
  publisher: string | null
  tag: string
  /** What the registry has to say against it, in sentences. */
  warnings: string[]
}

/** Under this name the tarball lies in its folder. */
export const tarballName = 'package.tgz'

/** Fetches the package itself, and nothing that it depends on, into `folder`. Throws `AppError`. */
export async function fetchPackage(
  wanted: WantedPlugin,
  folder: string,
  tools: { npm: Npm; timeoutMs: number },
): Promise<Fetched> {
  return wanted.from === 'tarball'
    ? await copyTarball(wanted.path, folder)
    : await askRegistry(wanted, folder, tools)
}

async function copyTarball(given: string, folder: string): Promise<Fetched> {
  const source = localPath(given)
  const file = path.join(folder, tarballName)
  try {
    if (!(await stat(source)).isFile()) throw new Error('it is no file')
    await copyFile(source, file)
  } catch (error) {
    throw new AppError('unreadable-input', `The tarball ${given} cannot be read: ${messageOf(error)}`)
  }
  // What was copied is what is looked at and installed, whatever becomes of the original.
  const pjson = await manifestIn(file, given)
  return { pjson, integrity: await integrityOf(file), publisher: null, tag: `file:${source}`, warnings: [] }
}

/** `./x.tgz`, `/x.tgz`, `file:x.tgz` and `file:///x.tgz`, as seen from where the user is. */
function localPath(given: string): string {
  if (!/^file:/i.test(given)) return path.resolve(given)
  return /^file:\/\//i.test(given) ? fileURLToPath(given) : path.resolve(given.slice('file:'.length))
}

async function askRegistry(
  { names, range }: Extract<WantedPlugin, { from: 'registry' }>,
  folder: string,
  { npm, timeoutMs }: { npm: Npm; timeoutMs: number },
): Promise<Fetched> {
  const packed = await packFirst(names, range, { npm, timeoutMs, folder })
  const [made = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  const file = path.join(folder, tarballName)
  await rename(path.join(folder, made), file)
  const about = `${packed.name}@${packed.version}`
  const [pjson, integrity, record] = await Promise.all([
    manifestIn(file, about),
    integrityOf(file),
    npm.run('view', [about], { folder, about, timeoutMs }),
  ])
  if (pjson['name'] !== packed.wanted || pjson['version'] !== packed.version) {
    throw new AppError(
      'plugin',
      `What the registry hands out as ${about} calls itself ${String(pjson['name'])} ${String(pjson['version'])}`,
      { hint: 'Nothing was installed. Tell the registry’s operator.' },
    )
  }
  const { _npmUser: user, deprecated } = (record ?? {}) as { _npmUser?: unknown; deprecated?: unknown }
  const warnings =
    typeof deprecated === 'string' && deprecated !== ''
      ? [`Its publisher advises against it: ${deprecated}`]
      : []
  return { pjson, integrity, publisher: publisherIn(user), tag: range, warnings }
}

/** The first of several possible names that the registry knows. */
async function packFirst(
  names: readonly string[],
  range: string,
  { npm, timeoutMs, folder }: { npm: Npm; timeoutMs: number; folder: string },
): Promise<{ wanted: string; name: string; version: string }> {
  for (const wanted of names) {
    const about = range === 'latest' ? wanted : `${wanted}@${range}`
    try {
      const answer = await npm.run('pack', [`${wanted}@${range}`], { folder, about, timeoutMs })
      const [packed] = answer as { name: string; version: string }[]
      if (packed) return { ...packed, wanted }
      throw new AppError('plugin', `npm has not fetched ${about}`)
    } catch (error) {
      const isUnknown =
        error instanceof AppError && error.code === 'wrong-use' && /no package/.test(error.message)
      if (!isUnknown) throw error
      if (names.length === 1) throw error
    }
  }
  throw new AppError('wrong-use', `The registry has no plugin ${names.at(-1) ?? ''}`, {
    hint: `Looked for ${names.join(', ')}. A registry of your own is set with AVATARCTL_NPM_REGISTRY, or in npm’s own settings.`,
  })
}

/** `ada <ada@example.com>` or `{ name }`, without the address. */
function publisherIn(user: unknown): string | null {
  const name =
    typeof user === 'string' ? user.replace(/\s*<[^>]*>\s*$/, '') : (user as { name?: unknown } | null)?.name
  return typeof name === 'string' && name !== '' ? name : null
}
