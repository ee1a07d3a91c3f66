import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'

/**
 * Makes a folder that only its owner can look into, and its name durable; also where it is there already, as whoever
 * made it may have been killed before that.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  const made = await makeFolders(folder)
  // The new names stand in the parents: each from the first one made down to this folder.
  const first = made ?? folder
  for (let parent = path.dirname(folder); ; parent = path.dirname(parent)) {
    await syncFolder(parent)
    if (parent === path.dirname(first) || parent === path.dirname(parent)) return
  }
}

/**
 * Makes a folder and those above it that are missing; answers with the first one made. (Node's own `recursive` hides the
 * errors of a failing disk, and never ends where a file system says ENOENT for a folder that cannot be made.)
 */
async function makeFolders(folder: string): Promise<string | undefined> {
  const makeOne = () => mkdir(folder, { mode: 0o700 })
  let first = folder
  try {
    await makeOne().catch(async (error: unknown) => {
      if (codeOf(error) !== 'ENOENT' || path.dirname(folder) === folder) throw error
      first = (await makeFolders(path.dirname(folder))) ?? folder
      await makeOne()
    })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined
    throw error
  }
  await chmod(folder, 0o700)
  return first
}

/**
 * Makes the way to a folder durable, as far up as this user may look: an earlier process that made part of it may have
 * been killed before it had synced the names.
 */
export async function syncAncestors(folder: string): Promise<void> {
  for (let parent = path.dirname(path.resolve(folder)); ; parent = path.dirname(parent)) {
    try {
      await syncFolder(parent)
    } catch (error) {
      // A folder of somebody else's was not made by us.
      if (['EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return
      throw error
    }
    if (parent === path.dirname(parent)) return
  }
}

/**
 * Puts bytes under a name that must not exist yet, so that after a power cut there is the whole file or none:
 * temporary file, write, fsync, `check` of what is on disk, link (which never replaces), fsync of the folder.
 * Throws `EEXIST` when the name is taken. A failed fsync is never tried again: the kernel may have dropped the pages.
 */
export async function createDurably(
  file: string,
  bytes: Uint8Array,
  check: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file)
  const temporary = path.join(folder, `.${randomBytes(8).toString('hex')}.tmp`)
  const handle = await open(temporary, 'wx', 0o600)
  try {
    try {
      await handle.writeFile(bytes)
      await handle.chmod(0o600)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await check(temporary)
    await link(temporary, file)
  } finally {
    await unlink(temporary)
  }
  await syncFolder(folder)
}

/** Makes the bytes of a file durable. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  let handle
  try {
    handle = await open(folder, 'r')
  } catch (error) {
    // Windows cannot open a folder; its file system journals names by itself.
    if (process.platform === 'win32' && ['EISDIR', 'EPERM', 'EACCES'].includes(codeOf(error) ?? '')) return
    throw error
  }
  try {
    await handle.sync()
  } catch (error) {
    // Some network file systems have no fsync for folders. Anything else, EIO above all, is a failing disk.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error) ?? '')) throw error
  } finally {
    await handle.close()
  }
}
