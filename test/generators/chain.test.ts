import type { Generator, GeneratorContext, GeneratorImage, GeneratorNone, Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { type ChainLink, makeChain, parseChain } from '../../src/generators/chain.ts'
import { AppError } from '../../src/errors.ts'
import { closedFetch } from '../../src/network/closed-fetch.ts'
import { Secret } from '../../src/secret.ts'

const ada: Person = {
  ...{ id: '1', name: 'Ada Lovelace', email: ' Ada@Example.com ', kind: 'person', status: 'enabled' },
  photo: { state: 'missing' },
}
const { signal } = new AbortController()

function link(
  id: string,
  answer: () => GeneratorImage | GeneratorNone | null,
  more: Partial<Generator> = {},
): ChainLink & { asked: string[] } {
  const asked: string[] = []
  const generator: Generator = {
    generate({ seed }) {
      asked.push(seed)
      return answer()
    },
    ...more,
  }
  return {
    generator: { id, produces: 'artwork', revision: 1 },
    options: {},
    fetch: closedFetch,
    activate: () => Promise.resolve(generator),
    asked,
  }
}
const image = (text: string) => () => ({ bytes: new TextEncoder().encode(text) })
const chain = (...links: ChainLink[]) => makeChain(links, { signal })
const ask = (links: ChainLink[], until?: { generator: string; fingerprint: string }) =>
  chain(...links).ask(ada, { size: 64, signal, ...(until ? { until } : {}) })

describe('a chain of generators', () => {
  it('takes the first image and asks no further', async () => {
    const second = link('b', image('b'))
    expect(await ask([link('a', image('a')), second])).to.include({ kind: 'image', generator: 'a' })
    expect(second.asked).to.deep.equal([])
  })

  it('opens a generator with its secrets, once, and hands them to nobody else', async () => {
    const given: unknown[] = []
    const open = (name: string) => ({
      open: ({ secrets }: GeneratorContext) => void given.push([name, secrets]),
    })
    const own = { ...link('a', () => null, open('a')), secrets: { password: new Secret('of-a-generator') } }
    const other = link('b', image('b'), open('b'))
    const both = chain(own, other)
    await both.ask(ada, { size: 64, signal })
    await both.ask(ada, { size: 64, signal })
    expect(given).to.deep.equal([
      ['a', { password: 'of-a-generator' }],
      ['b', {}],
    ])
  })

  for (const [kind, code] of [
    ['unauthorised', 'refused'],
    ['unavailable', 'unreachable'],
    ['unusable', 'unreadable-input'],
  ] as const)
    it(`ends for everybody when a generator is ${kind} before it is asked`, async () => {
      const open = () => {
        throw Object.assign(new Error('the door is locked'), { kind, hint: 'Knock.' })
      }
      const error = await ask([link('a', image('a'), { open })]).catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(AppError)
      expect(error).to.include({ code, message: 'a cannot be opened: the door is locked', hint: 'Knock.' })
    })

  it('says who has to be named for the image, where somebody has to be', async () => {
    const named = { ...link('a', image('a')), credit: 'Robots by Ada, CC BY 4.0' }
    expect(await ask([named])).to.include({ credit: 'Robots by Ada, CC BY 4.0' })
    expect(await ask([link('a', image('a'))])).not.to.have.property('credit')
  })

  it('goes on when a generator has none', async () => {
    expect(await ask([link('a', () => null), link('b', image('b'))])).to.include({
      kind: 'image',
      generator: 'b',
    })
    expect(await ask([link('a', () => null)])).to.deep.equal({ kind: 'none' })
  })

  it('says why a generator before has none, beside the image of a later one and where nobody has one', async () => {
    const cannot = link('a', () => ({ none: 'no font here has Ꮳ' }))
    const passed = [{ generator: 'a', reason: 'no font here has Ꮳ' }]
    const silent = link('c', () => null)
    expect(await ask([cannot, silent, link('b', image('b'))])).to.deep.include({ generator: 'b', passed })
    expect(await ask([cannot, silent])).to.deep.equal({ kind: 'none', passed })
    expect(await ask([silent, link('b', image('b'))])).not.to.have.property('passed')
  })

  it('takes a reason for one short line, whatever a generator says', async () => {
    const reasonOf = async (none: unknown) => {
      const answer = await ask([link('a', () => ({ none }) as never)])
      return answer.kind === 'none' ? (answer.passed?.[0]?.reason ?? null) : answer.kind
    }
    expect(await reasonOf(' one\n\ttwo\u001b[31m\u202ethree\ud83d ')).to.equal('one two [31m three')
    expect(await reasonOf('x'.repeat(1_000_000))).to.equal(`${'x'.repeat(199)}…`)
    expect(await reasonOf('👩'.repeat(200))).to.equal(`${'👩'.repeat(99)}…`)
    expect(await reasonOf(' \u0000 ')).to.equal(null)
    expect(await reasonOf(404)).to.equal('failed')
  })

  it('takes what has bytes for an image, whatever else it says', async () => {
    const both = () => ({ ...image('a')(), none: 'no image' })
    expect(await ask([link('a', both)])).to.include({ kind: 'image' })
  })

  it('ends with a failure: "failed" never stands in for "none"', async () => {
    const failing = link('a', () => {
      throw new Error('timed out')
    })
    const second = link('b', image('b'))
    expect(await ask([failing, second])).to.deep.equal({
      kind: 'failed',
      generator: 'a',
      message: 'a failed: timed out',
    })
    expect(second.asked).to.deep.equal([])
  })

  it('asks again who is to be asked in every run, also where nothing has changed', async () => {
    const first = await ask([link('a', image('a'))])
    const until = first.kind === 'image' ? { generator: 'a', fingerprint: first.fingerprint } : undefined
    const usual = link('a', image('a'))
    const watched = { ...usual, generator: { ...usual.generator, everyRun: true } }
    expect(await ask([usual], until)).to.deep.equal({ kind: 'current' })
    expect(await ask([watched], until)).to.include({ kind: 'image', generator: 'a' })
  })

  it('tells who else there is', async () => {
    async function* everybody() {
      yield* await Promise.resolve([ada])
    }
    const told: unknown[] = []
    const asking = link('a', () => null, {
      generate: (request) => {
        told.push(request.everybody)
        return null
      },
    })
    await chain(asking).ask(ada, { size: 64, signal, everybody })
    await chain(asking).ask(ada, { size: 64, signal })
    expect(told).to.deep.equal([everybody, undefined])
  })

  describe('that uses the next one where one fails', () => {
    const failing = link('a', () => {
      throw new Error('timed out')
    })
    const asked = (links: ChainLink[], mustBeUsable?: () => Promise<unknown>) =>
      makeChain(links, { signal, onFailure: 'next', ...(mustBeUsable && { mustBeUsable }) }).ask(ada, {
        ...{ size: 64, signal },
      })
    const failures = [{ generator: 'a', message: 'a failed: timed out' }]

    it('says who failed beside the image', async () => {
      expect(await asked([failing, link('b', image('b'))])).to.deep.include({ generator: 'b', failures })
    })

    it('takes an image that nothing can be made of for a failure', async () => {
      let looked = 0
      const refuseFirst = () => (++looked === 1 ? Promise.reject(new Error('no image')) : Promise.resolve())
      const answer = await asked([link('a', image('a')), link('b', image('b'))], refuseFirst)
      const message = 'a made an image that cannot be used: no image'
      expect(answer).to.deep.include({ generator: 'b', failures: [{ generator: 'a', message }] })
    })

    it('has failed, and not found none, when nobody else has an image', async () => {
      expect(await asked([failing, link('b', () => null)])).to.deep.equal({ kind: 'failed', ...failures[0] })
      expect(await asked([link('a', () => null)])).to.deep.equal({ kind: 'none' })
    })
  })

  for (const [title, answer] of [
    ['nothing', undefined],
    ['a string', '<svg/>'],
    ['an image without bytes', {}],
    ['an empty image', { bytes: new Uint8Array() }],
  ] as const) {
    it(`calls ${title} a failure`, async () => {
      expect(await ask([link('a', () => answer as never)])).to.include({ kind: 'failed' })
    })
  }

  it('seeds with the normalised e-mail, else with the id', async () => {
    const first = link('a', image('a'))
    const made = chain(first)
    await made.ask(ada, { size: 64, signal })
    const { email: _, ...nameless } = ada
    await made.ask(nameless, { size: 64, signal })
    expect(first.asked).to.deep.equal(['ada@example.com', '1'])
  })

  it('says "current" when it reaches the generator of the present picture and nothing has changed', async () => {
    const preferred = link('photo', () => null)
    const own = link('initials', image('a'))
    const answer = await ask([preferred, own])
    const fingerprint = answer.kind === 'image' ? answer.fingerprint : ''
    expect(await ask([preferred, own], { generator: 'initials', fingerprint })).to.deep.equal({
      kind: 'current',
    })
    expect(preferred.asked).to.have.length(2)
    expect(own.asked).to.have.length(1)
    expect(await ask([preferred, own], { generator: 'initials', fingerprint: 'other' })).to.include({
      kind: 'image',
    })
  })

  it('opens each generator once, only when it is asked, and closes what it opened', async () => {
    const calls: string[] = []
    const open = () => void calls.push('open')
    const close = () => void calls.push('close')
    const second = { ...link('b', image('b')), activate: () => expect.fail('activated though not needed') }
    const made = chain(link('a', image('a'), { open, close }), second)
    await Promise.all([made.ask(ada, { size: 64, signal }), made.ask(ada, { size: 64, signal })])
    await made[Symbol.asyncDispose]()
    expect(calls).to.deep.equal(['open', 'close'])
  })

  it('gives each generator the fetch that is its own, which ends with the question', async () => {
    const asked: [string, AbortSignal | null | undefined][] = []
    const own = (id: string, init?: RequestInit): ChainLink => ({
      ...link(id, () => null, {
        async generate({ fetch }) {
          await fetch('https://example.org', init)
          return null
        },
      }),
      fetch: (_, init) => {
        asked.push([id, init?.signal])
        return Promise.resolve(new Response())
      },
    })
    const question = new AbortController()
    const wish = new AbortController()
    const made = chain(own('a'), own('b', { signal: wish.signal }))
    await made.ask(ada, { size: 64, signal: question.signal })
    expect(asked).to.deep.equal([
      ['a', question.signal],
      ['b', wish.signal],
    ])
  })

  it('lets go of what its generators ask through once they are closed', async () => {
    const calls: string[] = []
    const first = link('a', image('a'), { close: () => void calls.push('generator') })
    const made = makeChain([first], { signal, close: async () => void calls.push('network') })
    await made.ask(ada, { size: 64, signal })
    await made[Symbol.asyncDispose]()
    expect(calls).to.deep.equal(['generator', 'network'])
  })
})

describe('reading a chain', () => {
  it('takes ids separated by commas', () => {
    expect(parseChain('gravatar, initials')).to.deep.equal(['gravatar', 'initials'])
  })
  for (const bad of ['', 'a,,b', 'a,', 'a,b,a']) {
    it(`refuses "${bad}"`, () => {
      expect(() => parseChain(bad))
        .to.throw()
        .with.property('code', 'wrong-use')
    })
  }
})
