import { createHash, randomBytes } from 'node:crypto'
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { codeOf, saysAbsent } from './failure.ts'

/** Makes a folder that may be there already, to stay after a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    throw error
  }
  await syncFolder(path.dirname(folder))
}

/** Who writes a temporary file: the machine, and the process on it. */
const machine = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8)
const writer = `${machine}-${process.pid}-`

/** Whether the process that wrote a temporary file is gone for certain, so that nobody needs the file any more. */
export function isAbandoned(name: string): boolean {
  const [, on, pid] = /-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.tmp$/.exec(name) ?? []
  if (on !== machine || pid === undefined) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** Writes a new file to the disk itself, and gives its name. Leaves nothing behind when it fails. */
export async function writeTemporary(
  folder: string,
  prefix: string,
  bytes: Uint8Array,
  mode: number | undefined,
): Promise<string> {
  const name = `${prefix}${writer}${randomBytes(8).toString('hex')}.tmp`
  const file = path.join(folder, name)
  const handle = await open(file, 'wx', 0o666)
  try {
    await handle.writeFile(bytes)
    if (mode !== undefined) await handle.chmod(mode)
    await handle.sync()
    await handle.close()
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(file, { force: true }).catch(() => undefined)
    throw error
  }
  return name
}

/** Codes with which platforms say that a folder cannot be synced, as against that it failed. */
const NO_FOLDER_SYNC =
  process.platform === 'win32' ? ['EPERM', 'EACCES', 'EISDIR'] : ['EINVAL', 'ENOTSUP', 'EISDIR']

/** Makes the names in a folder stay after a power cut, where the platform has a way to. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(codeOf(error) ?? '')) throw error
  }
}

/** Codes of file systems that have no second names for a file. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/**
 * Gives a file a further name unless that is taken: throws `EEXIST` then. Where files have one name only, it is moved, and
 * somebody who takes the name in that same moment loses it.
 */
export async function nameWithoutClobbering(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error) ?? '')) throw error
    if (await isThere(to)) throw Object.assign(new Error(`${to} exists`), { code: 'EEXIST', syscall: 'link' })
    await rename(from, to)
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (saysAbsent(error)) return false
    throw error
  }
}
