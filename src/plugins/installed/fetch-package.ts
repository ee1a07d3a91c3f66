import { access, constants, copyFile, readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError, messageOf } from '../../errors.ts'
import type { WantedPlugin } from '../../ports.ts'
import type { Npm } from './npm.ts'
import { integrityOf, manifestIn } from './tarball.ts'
import { writing } from './writing.ts'

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
    await access(source, constants.R_OK)
  } catch (error) {
    throw new AppError('unreadable-input', `The tarball ${given} cannot be read: ${messageOf(error)}`, {
      hint: 'Nothing was installed. Give the path of a file that `npm pack` has made.',
    })
  }
  await writing(() => copyFile(source, file))
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
  wanted: Extract<WantedPlugin, { from: 'registry' }>,
  folder: string,
  tools: { npm: Npm; timeoutMs: number },
): Promise<Fetched> {
  const { name, packed, record } = await askForFirst(wanted, folder, tools)
  const [made = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
  const file = path.join(folder, tarballName)
  await rename(path.join(folder, made), file)
  const about = `${name}@${packed.version}`
  const [pjson, integrity] = await Promise.all([manifestIn(file, about), integrityOf(file)])
  if (pjson['name'] !== name || pjson['version'] !== packed.version) {
    throw new AppError(
      'plugin',
      `What the registry hands out as ${about} calls itself ${String(pjson['name'])} ${String(pjson['version'])}`,
      { hint: 'Nothing was installed. Tell the registry’s operator.' },
    )
  }
  const { _npmUser: user, deprecated } = record
  const warnings =
    typeof deprecated === 'string' && deprecated !== ''
      ? [`Its publisher advises against it: ${deprecated}`]
      : []
  return { pjson, integrity, publisher: publisherIn(user), tag: wanted.range, warnings }
}

/** What the registry says about one version. */
interface Version {
  version: string
  _npmUser?: unknown
  deprecated?: unknown
}

/** Fetches the first of several possible names that the registry knows, and what it says about that version. */
async function askForFirst(
  { names, range }: Extract<WantedPlugin, { from: 'registry' }>,
  folder: string,
  { npm, timeoutMs }: { npm: Npm; timeoutMs: number },
): Promise<{ name: string; packed: Version; record: Partial<Version> }> {
  for (const name of names) {
    const about = range === 'latest' ? name : `${name}@${range}`
    const ask = (command: 'pack' | 'view') =>
      npm.run(command, [`${name}@${range}`], { folder, about, timeoutMs })
    const [pack, view] = await Promise.allSettled([ask('pack'), ask('view')])
    if (pack.status === 'fulfilled' && view.status === 'fulfilled') {
      const [packed] = [pack.value].flat() as Version[]
      if (!packed)
        throw new AppError('plugin', `npm has not fetched ${about}`, {
          hint: 'Nothing was installed. `npm ping` shows whether npm itself works.',
        })
      const records = [view.value].flat() as Version[]
      return { name, packed, record: records.find(({ version }) => version === packed.version) ?? {} }
    }
    const reason: unknown = pack.status === 'rejected' ? pack.reason : (view as PromiseRejectedResult).reason
    if (names.length === 1 || !isUnknown(reason)) throw reason
  }
  throw new AppError('wrong-use', `The registry has no plugin ${names.at(-1) ?? ''}`, {
    hint: `Looked for ${names.join(', ')}. A registry of your own is set with AVATARCTL_NPM_REGISTRY, or in npm’s own settings.`,
  })
}

function isUnknown(error: unknown): boolean {
  return error instanceof AppError && error.code === 'wrong-use' && error.message.includes('no package')
}

/** `ada <ada@example.com>` or `{ name }`, without the address. */
function publisherIn(user: unknown): string | null {
  const name =
    typeof user === 'string' ? user.replace(/\s*<[^>]*>\s*$/, '') : (user as { name?: unknown } | null)?.name
  return typeof name === 'string' && name !== '' ? name : null
}
