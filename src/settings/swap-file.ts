import { randomBytes } from 'node:crypto'
import { link, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'

/**
 * Puts `next` in the place of a file that still says `before` (undefined: that is not there yet); answers whether it did.
 * After a crash there is one or the other, whole. Whoever does the same at the same time has to be kept out meanwhile.
 */
export async function swapFile(file: string, before: Buffer | undefined, next: Buffer): Promise<boolean> {
  const temporary = await written(file, next)
  try {
    // Somebody may have it open in an editor, which knows nothing of us.
    const now = await bytesNow(file)
    const isStill = now === undefined || before === undefined ? now === before : now.equals(before)
    if (!isStill) return false
    await rename(temporary, file)
  } finally {
    await unlink(temporary).catch(() => undefined)
  }
  await syncFolder(path.dirname(file))
  await sweep(file)
  return true
}

/** Keeps a copy of bytes beside the file that they come from. An earlier copy stays: it is nearer to what the user wrote. */
export async function keepCopy(copy: string, file: string, bytes: Buffer): Promise<void> {
  const temporary = await written(file, bytes)
  try {
    await link(temporary, copy).catch(async (error: unknown) => {
      if (codeOf(error) === 'EEXIST') return
      if (!withoutLinks.includes(codeOf(error) ?? '')) throw error
      await rename(temporary, copy)
    })
  } finally {
    await unlink(temporary).catch(() => undefined)
  }
  await syncFolder(path.dirname(file))
}

/** What file systems say that have no second name for a file. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/** A file beside another one with these bytes, on disk, for the same people to read. */
async function written(file: string, bytes: Buffer): Promise<string> {
  const like = await stat(file).catch(() => undefined)
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    try {
      await handle.writeFile(bytes)
      if (like) await handle.chmod(like.mode & 0o777)
      // Written by root, say, it is still its owner's.
      if (like && (like.uid !== process.getuid?.() || like.gid !== process.getgid?.()))
        await handle.chown(like.uid, like.gid).catch(() => undefined)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  return temporary
}

/** Takes away what killed processes have left. */
async function sweep(file: string): Promise<void> {
  const { base, dir } = path.parse(file)
  for (const name of await readdir(dir).catch(() => [])) {
    if (!name.startsWith(base) || !/^\.[0-9a-f]{12}\.tmp$/.test(name.slice(base.length))) continue
    const left = path.join(dir, name)
    const age = await stat(left).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > leftoverMs) await unlink(left).catch(() => undefined)
  }
}

/** So long nobody takes to write a file. */
const leftoverMs = 60_000

async function bytesNow(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
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
