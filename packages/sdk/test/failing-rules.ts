import type { Rule } from '../src/testing/index.ts'

/** The names of the rules that do not hold of a subject. */
export async function failingRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): Promise<string[]> {
  const failing: string[] = []
  for (const rule of rules) {
    await rule.check(subject).catch(() => failing.push(rule.name))
  }
  return failing
}
