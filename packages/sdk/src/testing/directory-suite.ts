import { directoryManifestRules } from './directory-manifest-rules.ts'
import { openingRules } from './directory-opening-rules.ts'
import { readingRules } from './directory-reading-rules.ts'
import { refusalRules } from './directory-refusal-rules.ts'
import type { DirectoryUnderTest } from './directory-under-test.ts'
import { writingRules } from './directory-writing-rules.ts'
import { packageRules } from './package-rules.ts'
import { register, type Rule, type Runner } from './rule.ts'

/** All that has to hold of a directory. Each rule opens a fresh one, and closes it. */
export const directoryRules: readonly Rule<DirectoryUnderTest>[] = [
  ...packageRules,
  ...directoryManifestRules,
  ...openingRules,
  ...readingRules,
  ...writingRules,
  ...refusalRules,
]

/** Registers one test a rule for a directory, with `describe` and `it` of any runner, by default the globals. */
export function testDirectory(subject: DirectoryUnderTest, runner?: Runner): void {
  register('The directory', directoryRules, subject, runner)
}
