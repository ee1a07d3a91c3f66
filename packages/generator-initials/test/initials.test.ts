import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { initialsOf, type NameFields } from '../src/initials.ts'

type Case = NameFields & { initials: string | null; why: string }

const cases = JSON.parse(readFileSync(new URL('names.json', import.meta.url), 'utf8')) as Case[]

describe('initials', () => {
  const reasons = new Map<string, Case[]>()
  for (const one of cases) reasons.set(one.why, [...(reasons.get(one.why) ?? []), one])

  for (const [why, some] of reasons)
    describe(why, () => {
      for (const { initials, why: _, ...fields } of some)
        it(`${JSON.stringify(fields)} -> ${initials ?? 'none'}`, () => {
          expect(initialsOf(fields)).to.equal(initials)
        })
    })
})
