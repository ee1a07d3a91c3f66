import type { ChangeResult } from '../records.ts'

/** By the code of a failure: what whoever reads of it can do. */
const byCode: Readonly<Record<string, string>> = {
  'generator-failed':
    'Try this generator alone with `avatarctl generators preview`; with `--on-failure next` the next one of the chain steps in.',
  'unusable-image': 'Give another file for them: the picture itself, whole, as JPEG or PNG.',
  changed: 'Nothing has to be done: somebody has just changed it. The next run looks again.',
  interrupted: 'Run the same again: it goes on from here.',
  'not-begun': 'Run the same again: it goes on from here.',
  'not-shown': 'Nothing has to be done: the next run looks again.',
  'not-served': 'Look at this photo in the directory; `avatarctl restore --person` puts the original back.',
  pruned: 'The original was given up on purpose. A backup of the data folder may still have it.',
  'vault-damaged': 'Run `avatarctl vault verify --read-data`, and take the damaged file from a backup.',
}

/** The same by what kind of failure of a directory it is. */
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
    byCode[error.code] ??
    byKind[error.kind ?? ''] ??
    'Nothing was changed for them. Run the same again; whoever fails once more needs a look.'
  )
}
