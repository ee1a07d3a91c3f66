import assert from 'node:assert/strict'
import { moduleOf, openGenerator, withGenerator, type GeneratorUnderTest } from './generator-under-test.ts'
import { base64 } from './image-format.ts'
import { answersElsewhere } from './other-process.ts'
import { seedOf } from './people.ts'
import type { Rule } from './rule.ts'

/** What has to be the same, when, and on which machine. */
export const samenessRules: readonly Rule<GeneratorUnderTest>[] = [
  {
    name: 'answers the same to the same question, when it says that it is deterministic',
    why: 'Otherwise every run uploads everybody again.',
    async check(subject) {
      await withGenerator(subject, async ({ ask, people, contribution }) => {
        if (!contribution.deterministic) return
        const first = []
        for (const person of people) first.push(base64(await ask(person)))
        for (const [index, person] of people.entries()) {
          assert.equal(base64(await ask(person)), first[index], `Another image for ${JSON.stringify(person)}`)
        }
      })
    },
  },
  {
    name: 'answers the same in another process, when it says that it is deterministic',
    why: 'The picture would change with the machine, its language, its time zone or the time of day.',
    async check(subject) {
      const module = await moduleOf(subject)
      const { ask, people, options, fetch, contribution, close } = await openGenerator(subject)
      try {
        if (!module || !contribution.deterministic) return
        const elsewhere = await answersElsewhere(module, people, {
          options,
          secrets: subject.secrets ?? {},
          fetch,
        })
        for (const [index, person] of people.entries()) {
          const here = base64(await ask(person))
          assert.equal(elsewhere[index], here, `Another image for ${JSON.stringify(person)}`)
        }
      } finally {
        await close()
      }
    },
  },
  {
    name: 'draws by seed and name alone, when it says that its artwork is deterministic',
    why: 'One person has another id and department in every directory, and should look the same in all of them.',
    async check(subject) {
      await withGenerator(subject, async ({ ask, people, contribution }) => {
        if (!contribution.deterministic || contribution.produces !== 'artwork') return
        for (const person of people) {
          const elsewhere = { ...person, id: `other-${person.id}`, department: 'Other', extension: '9999' }
          const moved = await ask(elsewhere, { seed: seedOf(person) })
          assert.equal(
            base64(moved),
            base64(await ask(person)),
            `Another image for ${JSON.stringify(elsewhere)}`,
          )
        }
      })
    },
  },
]
