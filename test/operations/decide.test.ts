import { expect } from 'chai'
import { decide, type Intent, intend, type Policy, type Question } from '../../src/operations/decide.ts'
import type { Whose } from '../../src/operations/whose-photo.ts'
import type { ChainAnswer } from '../../src/records.ts'

const own = (overrides: object = {}): Whose => ({
  owner: 'own',
  standing: {
    ...{
      standing: 'own',
      version: 'v1',
      before: 1,
      sha256: 'aa',
      source: 'old-source',
      generator: 'initials',
    },
    ...{ produces: 'artwork', fingerprint: 'ff', size: 512, options: '{}' },
    ...overrides,
  },
})
const policy = (replace: Policy['replace'], refillRemoved = false): Policy => ({ replace, refillRemoved })
const image = (generator: string, produces: 'artwork' | 'photo' = 'artwork'): ChainAnswer => ({
  ...{ kind: 'image', generator, produces, revision: 1, fingerprint: 'f2', options: '{}' },
  bytes: new Uint8Array([1]),
})

describe('what the policy asks for', () => {
  const table: [whose: Whose['owner'], policy: Policy, named: boolean, intent: Intent['kind']][] = [
    ['nobody', policy('missing'), false, 'fill'],
    ['nobody', policy('own'), false, 'fill'],
    ['nobody', policy('all'), false, 'fill'],
    ['removed', policy('own'), false, 'skip'],
    ['removed', policy('all'), false, 'skip'],
    ['removed', policy('own', true), false, 'fill'],
    ['removed', policy('own'), true, 'fill'],
    ['own', policy('missing'), false, 'leave'],
    ['own', policy('own'), false, 'renew'],
    ['own', policy('all'), false, 'renew'],
    ['human', policy('missing'), false, 'leave'],
    ['human', policy('own'), false, 'leave'],
    ['human', policy('own'), true, 'leave'],
    ['human', policy('all'), false, 'override'],
    ['restored', policy('own'), false, 'leave'],
    ['restored', policy('all'), false, 'skip'],
    ['restored', policy('own'), true, 'leave'],
    ['restored', policy('all'), true, 'override'],
  ]
  for (const [owner, wish, named, kind] of table) {
    const how = `${wish.replace}${wish.refillRemoved ? ', refilling' : ''}${named ? ', named' : ''}`
    it(`${owner} under --replace ${how}: ${kind}`, () => {
      const whose = owner === 'own' ? own() : ({ owner } as Whose)
      expect(intend(whose, wish, named, true).kind).to.equal(kind)
    })
  }

  it('says of a restored person who has none that they are left out until they are named', () => {
    expect(intend({ owner: 'restored' }, policy('own'), false, false).kind).to.equal('skip')
  })

  it('fills in again for a restored person who has none and is named', () => {
    expect(intend({ owner: 'restored' }, policy('own'), true, false).kind).to.equal('fill')
  })
})

describe('what an answer leads to', () => {
  const fill = { kind: 'fill', reason: 'no photo' } as const
  const renew = { kind: 'renew' } as const
  const override = { kind: 'override' } as const
  const question = (overrides: Partial<Question>): Question => ({
    ...{ whose: { owner: 'nobody' }, intent: fill, answer: image('initials'), source: 'new-source' },
    replace: 'own',
    ...overrides,
  })

  it('fills what is missing with the first image', () => {
    expect(decide(question({}))).to.deep.equal({
      ...{ kind: 'change', action: 'create', reason: 'no photo', generator: 'initials', overHuman: false },
    })
  })

  it('says that no generator has an image, and does not call that a failure', () => {
    expect(decide(question({ answer: { kind: 'none' }, source: null })).kind).to.equal('skip')
  })

  describe('where a generator has none and says why', () => {
    const passed = [
      { generator: 'initials', reason: 'no font here has Ꮳ' },
      { generator: 'robots', reason: 'no seed' },
    ]
    const answer = { kind: 'none', passed } as const
    const said = 'no generator has an image (initials: no font here has Ꮳ; robots: no seed)'

    it('gives that as the reason for leaving somebody alone', () => {
      expect(decide(question({ answer, source: null }))).to.deep.equal({ kind: 'skip', reason: said })
      const human = { whose: { owner: 'human' }, intent: override } as const
      expect(decide(question({ answer, source: null, ...human }))).to.deep.equal({
        kind: 'skip',
        reason: said,
      })
    })

    it('says so of a picture of ours too, which stays; without a reason nothing is said', () => {
      const ours = { whose: own(), intent: renew, source: null }
      const reason = `our avatar may be out of date, and ${said}`
      expect(decide(question({ answer, ...ours }))).to.deep.equal({ kind: 'skip', reason })
      expect(decide(question({ answer: { kind: 'none' }, ...ours }))).to.deep.equal({ kind: 'leave' })
    })
  })

  it('reports a failed look-up, and never turns it into another avatar', () => {
    const answer = { kind: 'failed', generator: 'gravatar', message: 'timed out' } as const
    expect(decide(question({ answer, source: null }))).to.deep.equal({ ...answer, kind: 'fail' })
  })

  it('keeps our picture through an outage of its generator, also where the next one is to be used', () => {
    const failures = [{ generator: 'initials', message: 'initials failed: down' }]
    const answer = { ...image('identicon'), failures } as ChainAnswer
    expect(decide(question({ whose: own(), intent: renew, answer }))).to.deep.equal({
      kind: 'fail',
      ...failures[0],
    })
    const fill = decide(question({ answer }))
    expect(fill).to.include({ kind: 'change', action: 'create', generator: 'identicon' })
  })

  it('leaves what is current', () => {
    expect(decide(question({ whose: own(), intent: renew, answer: { kind: 'current' } })).kind).to.equal(
      'leave',
    )
  })

  it('refreshes our own artwork that is out of date', () => {
    const decision = decide(question({ whose: own(), intent: renew }))
    expect(decision).to.include({ kind: 'change', action: 'refresh', overHuman: false })
  })

  it('does not upload the same picture again, whatever led to it', () => {
    const decision = decide(question({ whose: own(), intent: renew, source: 'old-source' }))
    expect(decision.kind).to.equal('leave')
  })

  it('replaces our own artwork by a photo from a preferred source', () => {
    const answer = image('gravatar', 'photo')
    expect(decide(question({ whose: own(), intent: renew, answer }))).to.include({
      action: 'replace',
      generator: 'gravatar',
    })
  })

  it('never lets a photo of ours give way to artwork when its source has run dry', () => {
    const whose = own({ generator: 'gravatar', produces: 'photo' })
    expect(decide(question({ whose, intent: renew })).kind).to.equal('leave')
  })

  it('lets it give way when everything is to be replaced', () => {
    const whose = own({ generator: 'gravatar', produces: 'photo' })
    expect(decide(question({ whose, intent: renew, replace: 'all' }))).to.include({
      action: 'replace',
      overHuman: false,
    })
  })

  it('marks a change over a photo that a person chose', () => {
    const decision = decide(question({ whose: { owner: 'human' }, intent: override, replace: 'all' }))
    expect(decision).to.include({ kind: 'change', action: 'replace', overHuman: true })
  })
})
