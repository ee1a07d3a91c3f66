import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { graphemesOf } from '@avatarctl/fonts'
import { initialsOf, type NameFields } from '../src/initials.ts'

/** A line of names.json: what is known of somebody, the letters expected, and the rule that they show. */
type Case = Omit<NameFields, 'initials'> & { chosen?: string; initials: string | null; why: string }

const cases = JSON.parse(readFileSync(new URL('names.json', import.meta.url), 'utf8')) as Case[]

describe('initials', () => {
  const reasons = new Map<string, Case[]>()
  for (const one of cases) reasons.set(one.why, [...(reasons.get(one.why) ?? []), one])

  for (const [why, some] of reasons)
    describe(why, () => {
      for (const { initials, why: _, chosen, ...fields } of some)
        it(`${JSON.stringify(chosen === undefined ? fields : { chosen, ...fields })} -> ${initials ?? 'none'}`, () => {
          expect(initialsOf({ ...fields, initials: chosen })).to.equal(initials)
        })
    })

  it('are two letters at most, unless they were chosen; the Dutch IJ is one', () => {
    for (const { initials, chosen, name = '' } of cases)
      if (initials !== null && chosen === undefined)
        expect(graphemesOf(initials.replace('IJ', 'Ĳ')).length, name).to.be.within(1, 2)
  })

  it('are those of both ends of a name of any length', () => {
    expect(initialsOf({ name: `${'A'.repeat(5000)} ${'B'.repeat(5000)}` })).to.equal('AB')
    expect(initialsOf({ name: `${'Ada '.repeat(300_000)}Lovelace` })).to.equal('AL')
    expect(initialsOf({ name: 'Ada'.repeat(300_000) })).to.equal('A')
  })

  it('are found at once in a name of any length', () => {
    const hostile = [
      'Ada ',
      '(',
      '王',
      'ab,',
      '"',
      'a.',
      '\u0301',
      '\u200b',
      '👩‍👩‍👧 ',
      'ส',
      'क्',
      'ـ',
      'O’ ',
      'Dr. ',
    ]
    for (const piece of hostile) {
      const started = performance.now()
      initialsOf({
        name: piece.repeat(10_000),
        firstName: piece.repeat(10_000),
        lastName: piece.repeat(10_000),
      })
      expect(performance.now() - started, piece).to.be.below(1000)
    }
  })
})
