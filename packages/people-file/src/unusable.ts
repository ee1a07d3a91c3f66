import type { DirectoryError } from '@avatarctl/sdk'

/** A file of the user's that cannot be used as it is: `message` says which and where, `hint` what to do. */
export function unusable(message: string, hint: string): DirectoryError {
  return Object.assign(new Error(message), {
    kind: 'unusable' as const,
    outcome: 'not-applied' as const,
    hint,
  })
}
