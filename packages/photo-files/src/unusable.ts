import type { DirectoryError } from '@avatarctl/sdk'

/** Something of the user's that cannot be used as it is: `message` says which, `hint` what to do. */
export function unusable(message: string, hint: string): DirectoryError {
  return Object.assign(new Error(message), {
    ...{ kind: 'unusable' as const, outcome: 'not-applied' as const, hint },
  })
}

/** Why a folder or a table of photos cannot be read; any other error as it is. */
export function unreadable(place: string, error: unknown, what: 'folder' | 'file'): unknown {
  const { code } = error as NodeJS.ErrnoException
  const where =
    what === 'folder'
      ? 'Give the folder with the photos.'
      : 'Give the CSV file that says whose photo is which.'
  if (code === 'ENOENT') return unusable(`There is no ${what} ${place}.`, `Check the path. ${where}`)
  if (code === 'ENOTDIR') return unusable(`${place} is not a folder.`, where)
  if (code === 'EISDIR') return unusable(`${place} is a folder, not a file.`, where)
  if (code === 'EACCES' || code === 'EPERM')
    return unusable(`${place} may not be read.`, 'Give yourself the permission to read it.')
  if (code !== undefined && 'syscall' in (error as object))
    return unusable(`${place} cannot be read (${code}).`, 'Check the disk, or copy it and try again.')
  return error
}
