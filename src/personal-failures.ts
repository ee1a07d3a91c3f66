interface PersonalFailure {
  means: string
  next: string
}

/**
 * What can go wrong for one person while everybody else is served: codes of ours, as `error.code` of a change has them.
 * Beside them stand those of `errorKinds`, those of a directory (`DirectoryErrorKind`, or the service's own), and those of
 * the system, such as `ENOSPC`.
 */
export const personalFailures = {
  'generator-failed': {
    means: 'The generator failed, or made an image that cannot be used.',
    next: 'Run the same again; `--on-failure next` uses the next generator of the chain.',
  },
  'no-svg': {
    means: 'The generator makes pixels and no SVG.',
    next: 'Ask for `--format png` or `jpeg`.',
  },
  'unusable-image': {
    means: 'A file of yours is no image that can be put up.',
    next: 'Give another file for them: the picture itself, whole, as JPEG or PNG.',
  },
  'not-begun': {
    means: 'The run ended before this person. Nothing was changed.',
    next: 'See to what ended the run, and run the same again.',
  },
  interrupted: {
    means: 'The run was stopped before the photo of this person had arrived.',
    next: 'Run the same again.',
  },
  'not-shown': {
    means: 'The directory took the photo, and does not show it yet.',
    next: 'Nothing: the next run looks again.',
  },
  'not-served': {
    means: 'After the upload the directory shows something else than what was sent. It was left as it is.',
    next: 'Look at the photo in the directory; the next run compares it again.',
  },
  'not-settled': {
    means: 'What became of an earlier change cannot be seen yet, so nothing was done.',
    next: 'Nothing: the next run looks again.',
  },
  pruned: {
    means: 'The original is not kept any more: `vault prune` has given it up, after it was back in place.',
    next: 'Upload the photo from where it came from.',
  },
  failed: {
    means: 'Something nobody foresaw went wrong for this person.',
    next: 'Run the same again; if it stays so, report it with what `--debug` shows.',
  },
} as const satisfies Record<string, PersonalFailure>

/** The code of what went wrong for one person, where it is ours. */
export type PersonalCode = keyof typeof personalFailures

/** What went wrong for one person, as reports have it. */
export function personalFailure(
  code: PersonalCode,
  message: string,
): { code: PersonalCode; message: string } {
  return { code, message }
}

/** The same to be thrown. */
export function personalError(code: PersonalCode, message: string): Error & { code: PersonalCode } {
  return Object.assign(new Error(message), { code })
}
