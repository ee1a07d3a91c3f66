import { expect } from 'chai'
import { exitCodes } from '../src/errors.ts'
import { isDone, keptSection, worstOf } from '../src/sections.ts'
import { textJournal } from '../src/terminal/journal.ts'
import { silent } from '../src/terminal/progress.ts'

describe('the exit code of several directories', () => {
  it('is the worst of theirs, as a script should hear of it first', () => {
    expect(worstOf([])).to.equal(0)
    expect(worstOf([0, 4])).to.equal(4)
    expect(worstOf([3, 4, 0])).to.equal(3)
    expect(worstOf([7, 3])).to.equal(7)
    expect(worstOf([6, 7])).to.equal(6)
    expect(worstOf([5, 6])).to.equal(5)
    expect(worstOf([5, 2])).to.equal(2)
    expect(worstOf([8, 2])).to.equal(8)
    expect(worstOf([130, 1, 8])).to.equal(130)
    for (const code of Object.values(exitCodes)) expect(worstOf([0, code, 0])).to.equal(code)
  })

  it('counts a dry run that found changes as done', () => {
    expect(Object.values(exitCodes).filter(isDone)).to.deep.equal([0, 4])
  })
})

describe('what one of several directories says', () => {
  const parts = {
    ...{
      name: 'berlin',
      progress: silent,
      journal: textJournal({ stream: process.stderr, quiet: true }),
      ask: <T>(question: () => Promise<T>) => question(),
    },
    target: {} as never,
    composition: {} as never,
  }

  it('is a JSON document that can stand in another one, whatever the command makes of it', () => {
    const { section, ended } = keptSection(parts, { asJson: true, onDisk: false })
    section.say('no line for people')
    section.document.item('people', { name: 'line\nbreak' })
    section.document.end()
    using one = ended(3)
    const text = [...one.pieces()].join('')
    expect(JSON.parse(text)).to.deep.equal({
      connection: 'berlin',
      people: [{ name: 'line\nbreak' }],
      exitCode: 3,
    })
    expect(text).to.match(/\n {4}\}$/)
  })

  it('is lines for people, or nothing', () => {
    const silentOne = keptSection(parts, { asJson: false, onDisk: false })
    using nothing = silentOne.ended(6)
    expect(nothing).to.include({ isSilent: true, code: 6 })
    const { section, ended } = keptSection(parts, { asJson: false, onDisk: false })
    section.say('a')
    section.say()
    section.document.field('b', 1)
    using one = ended(0)
    expect([...one.pieces()].join('')).to.equal('a\n\n')
  })
})
