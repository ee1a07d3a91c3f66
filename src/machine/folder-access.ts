import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'

/** How a folder stands with this user. */
export interface FolderAccess {
  isThere: boolean
  /** For one that is not there: whether it could be made. */
  isWritable: boolean
  /** Others than its owner may look into it. */
  isOpenToOthers: boolean
}

/** Looks, and changes nothing. Throws what the system says, and for what is no folder. */
export async function folderAccess(folder: string): Promise<FolderAccess> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const found = await stat(at)
      if (!found.isDirectory()) throw Object.assign(new Error(`${at} is no folder`), { code: 'ENOTDIR' })
      const isThere = at === path.resolve(folder)
      const isOpenToOthers = isThere && process.platform !== 'win32' && (found.mode & 0o077) !== 0
      return { isThere, isWritable: await mayWrite(at), isOpenToOthers }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || at === path.dirname(at)) throw error
    }
  }
}

async function mayWrite(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK)
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return false
    throw error
  }
}
