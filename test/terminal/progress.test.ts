import { expect } from 'chai'
import { duration, sentence, sentenceWithin } from '../../src/terminal/stretch.ts'

describe('a line of progress', () => {
  const stretch = { title: 'Changing photos', total: 120, done: 0, since: 0 }
  const wait = {
    reason: 'RingCentral allows 10 uploads a minute',
    ms: 50_000,
    left: (count: number) => Math.ceil(count / 10) * 60_000,
    perPhoto: true,
  }

  it('is the title until somebody is done', () => {
    expect(sentence(stretch, 10)).to.equal('Changing photos')
  })

  it('says how far it is, and after a moment how long the rest takes at this rate', () => {
    expect(sentence({ ...stretch, done: 30 }, 1_000)).to.equal('Changing photos: 30 of 120')
    expect(sentence({ ...stretch, done: 30 }, 10_000)).to.equal(
      'Changing photos: 30 of 120, 3.0 a second, about 30 s left',
    )
    expect(sentence({ ...stretch, done: 30 }, 300_000)).to.contain('30 of 120, 6 a minute, about 15 min left')
  })

  it('names who was done last where there is room for it', () => {
    const now = { ...stretch, since: performance.now(), done: 3, who: 'Ada\u001b[31m Lovelace' }
    expect(sentenceWithin(now, 76)).to.match(/^Changing photos: 3 of 120 · Ada.*Lovelace$/)
    expect(sentenceWithin(now, 76)).to.not.contain('\u001b')
    expect(sentenceWithin(now, 30)).to.equal('Changing photos: 3 of 120')
  })

  it('says what it waits for, and how long that takes for everybody who is left', () => {
    const pause = { wait, until: 60_000 }
    expect(sentence({ ...stretch, done: 80, pause }, 10_000)).to.equal(
      '80 of 120 done; RingCentral allows 10 uploads a minute; 40 left; about 4 min',
    )
  })

  it('goes by what was seen where somebody may take several requests', () => {
    const pause = { wait: { ...wait, left: () => 1_000, perPhoto: false }, until: 3_601_000 }
    expect(sentence({ ...stretch, done: 60, pause }, 3_600_000)).to.contain('60 left; about 60 min')
  })

  it('counts down where it is not known how much there is', () => {
    const list = { title: 'Reading people', total: undefined, done: 4000, since: 0 }
    expect(sentence({ ...list, pause: { wait, until: 32_000 } }, 20_000)).to.equal(
      'Reading people: 4000; RingCentral allows 10 uploads a minute, waiting 12 s',
    )
    expect(sentence({ ...list, pause: { wait, until: 32_000 } }, 32_000)).to.equal('Reading people: 4000')
  })
})

describe('a duration', () => {
  it('is in the unit that people would choose', () => {
    expect([1, 89, 91, 260, 5400, 240_000].map(duration)).to.deep.equal([
      '1 s',
      '89 s',
      '2 min',
      '4 min',
      '2 h',
      '67 h',
    ])
  })
})
