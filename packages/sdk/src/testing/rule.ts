/** One thing that has to hold of everything of its kind. */
export interface Rule<Subject> {
  /** Reads as the title of a test. */
  readonly name: string
  /** What goes wrong for a user where it does not hold. */
  readonly why: string
  /** Rejects where the rule does not hold. A rule about something that the subject does not claim holds. */
  check(subject: Subject): Promise<void>
}

/** What mocha, vitest, jest and node:test have in common. */
export interface Runner {
  describe(title: string, body: () => void): unknown
  it(title: string, body: () => Promise<void>): unknown
}

/** Registers one test a rule. Without a runner, `describe` and `it` are taken from the globals. */
export function register<Subject>(
  title: string,
  rules: readonly Rule<Subject>[],
  subject: Subject,
  runner: Runner = globalRunner(),
): void {
  runner.describe(title, () => {
    for (const rule of rules) {
      runner.it(rule.name, async () => {
        try {
          await rule.check(subject)
        } catch (error) {
          if (error instanceof Error) error.message += `\n${rule.why}`
          throw error
        }
      })
    }
  })
}

function globalRunner(): Runner {
  const { describe, it } = globalThis as Partial<Runner>
  if (!describe || !it) {
    throw new Error('There is no global describe and it: hand in those of your runner, { describe, it }')
  }
  return { describe, it }
}
