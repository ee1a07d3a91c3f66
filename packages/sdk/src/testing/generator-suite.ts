import { answerRules } from './generator-answer-rules.ts'
import { conductRules } from './generator-conduct-rules.ts'
import { manifestRules } from './generator-manifest-rules.ts'
import { samenessRules } from './generator-sameness-rules.ts'
import type { GeneratorUnderTest } from './generator-under-test.ts'
import { packageRules } from './package-rules.ts'
import { register, type Rule, type Runner } from './rule.ts'

/** All that has to hold of a generator. Each rule opens it, asks it, and closes it again. */
export const generatorRules: readonly Rule<GeneratorUnderTest>[] = [
  ...packageRules,
  ...manifestRules,
  ...answerRules,
  ...samenessRules,
  ...conductRules,
]

/** Registers one test a rule for a generator, with `describe` and `it` of any runner, by default the globals. */
export function testGenerator(subject: GeneratorUnderTest, runner?: Runner): void {
  const id = 'contribution' in subject ? subject.contribution.id : subject.id
  register(id ? `The generator ${id}` : 'The generator', generatorRules, subject, runner)
}
