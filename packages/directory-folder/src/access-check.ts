import { access, constants, stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, failure, notFolder, reason, saysAbsent } from './failure.ts'

const READ = constants.R_OK | constants.X_OK

/** Throws when the photos in `photos/` cannot be read, or written, by anybody; changes nothing. */
export async function checkAccess(photos: string, purpose: 'read' | 'write'): Promise<void> {
  const present = await isThere(photos)
  if (!present && purpose === 'read') return
  const folder = present ? photos : path.dirname(photos)
  try {
    await access(folder, purpose === 'write' ? READ | constants.W_OK : READ)
  } catch (error) {
    throw forbidden(folder, purpose, error)
  }
}

async function isThere(photos: string): Promise<boolean> {
  try {
    if ((await stat(photos)).isDirectory()) return true
  } catch (error) {
    if (saysAbsent(error)) return false
    throw forbidden(photos, 'read', error)
  }
  throw notFolder(photos)
}

function forbidden(folder: string, purpose: 'read' | 'write', error: unknown) {
  const code = codeOf(error)
  return failure(
    'forbidden',
    `Photos cannot be ${purpose === 'write' ? 'written' : 'read'} in ${folder}: ${reason(error)}.`,
    {
      hint: 'Give yourself the permission to do so, or use another folder.',
      cause: error,
      ...(code === undefined ? {} : { code }),
    },
  )
}
