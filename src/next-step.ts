import { type ErrorCode, errorKinds } from './errors.ts'
import { type PersonalCode, personalFailures } from './personal-failures.ts'
import type { ChangeResult } from './records.ts'

/** By what kind of failure of a directory it is: what whoever reads of it can do. */
const byKind: Readonly<Record<string, string>> = {
  throttled: 'Run the same again later: the directory was asked too often.',
  unauthorised: 'Sign in again with `avatarctl login`, and run the same again.',
  forbidden:
    'Ask an administrator of the directory for the right to edit this person, and run the same again.',
  'not-found': 'Look whether this person is still in the directory.',
  rejected: 'The directory takes no such picture: try another generator or size.',
  unavailable: 'Run the same again later: the directory had trouble of its own.',
  changed: 'Nothing has to be done: somebody has just changed it. The next run looks again.',
}

/** What to do next about somebody who was not served; undefined where there is nothing to be done. */
export function nextStep({ outcome, error }: ChangeResult): string | undefined {
  if (!error) return undefined
  if (error.hint !== undefined) return error.hint
  if (outcome === 'unknown') return 'Nothing has to be done: the next run looks what has become of it.'
  return (
    byKind[error.kind ?? ''] ??
    nextOf(error.code) ??
    'Nothing was changed for them. Run the same again; whoever fails once more needs a look.'
  )
}

function nextOf(code: string): string | undefined {
  if (code in personalFailures) return personalFailures[code as PersonalCode].next
  return code in errorKinds ? errorKinds[code as ErrorCode].next : undefined
}
