import { expect } from 'chai'
import { picture } from '../../../test/support/pictures.ts'
import generator from '../src/photo-generator.ts'
import { type Answer, gravatar, hashesOf, libravatar, serve } from './service.ts'

/** From Gravatar's own documentation. */
const documented = {
  email: 'MyEmailAddress@example.com ',
  sha256: '84059b07d4be67b806386c0aad8070a23f18836bbaae342275dc0a83414c32ee',
  md5: '0bc83cb571cd1c50ba6f3e8a78ef1346',
}

function ask(
  options: Record<string, unknown>,
  { email = 'ada@example.com', size = 256, signal = new AbortController().signal } = {},
) {
  const person = { id: '1', name: 'Ada', email, kind: 'person', status: 'enabled' } as const
  return generator.generate({ person, seed: 'seed', size, options, fetch, signal })
}

const failure = (work: Promise<unknown>) => work.then(() => expect.fail('no failure'), String)

describe('Gravatar', () => {
  afterEach(() => generator.close())

  it('is told a hash of the address and what is wanted, and nothing else of the person', async () => {
    await using service = await serve(gravatar({}))
    expect(await ask({ baseUrl: service.baseUrl }, { email: documented.email })).to.equal(null)
    expect(service.asked).to.deep.equal([`/avatar/${documented.sha256}?s=256&d=404&r=g`])
  })

  it('is told MD5 where a server wants that, and another rating', async () => {
    await using service = await serve(gravatar({}))
    await ask({ baseUrl: service.baseUrl, hash: 'md5', rating: 'x' }, { email: documented.email })
    expect(service.asked).to.deep.equal([`/avatar/${documented.md5}?s=256&d=404&r=x`])
  })

  it('gives the photo that somebody has chosen, and null for who has none', async () => {
    await using service = await serve(gravatar({ 'ada@example.com': 'g' }))
    const found = await ask({ baseUrl: service.baseUrl })
    expect(found?.bytes).to.deep.equal(new Uint8Array(await picture('rebeccapurple', 'png', 256)))
    expect(await ask({ baseUrl: service.baseUrl }, { email: 'bob@example.com' })).to.equal(null)
  })

  it('gives no photo that its owner has rated beyond what is wanted', async () => {
    await using service = await serve(gravatar({ 'ada@example.com': 'r' }))
    expect(await ask({ baseUrl: service.baseUrl, rating: 'pg' })).to.equal(null)
    expect(await ask({ baseUrl: service.baseUrl, rating: 'r' })).to.not.equal(null)
  })

  const written: Record<string, [given: string, hashed: string]> = {
    'white space around it, and capitals': ['\t Ada@Example.COM\u00a0\n', 'ada@example.com'],
    'a plus, which is part of it': ['Ada+Work@example.com', 'ada+work@example.com'],
    'letters of any script': ['JO\u0308RG@B\u00dcCHER.example', 'j\u00f6rg@b\u00fccher.example'],
  }
  for (const [what, [given, hashed]] of Object.entries(written)) {
    it(`finds an address with ${what}`, async () => {
      await using service = await serve(gravatar({}))
      await ask({ baseUrl: service.baseUrl }, { email: given })
      expect(service.asked[0]).to.include(`/avatar/${hashesOf(hashed)[0]}?`)
    })
  }

  for (const email of ['', ' ', 'n/a', '@example.com', 'ada@', 'ada@example.com, bob@example.com']) {
    it(`is not asked about ${JSON.stringify(email)}, which is no address`, async () => {
      await using service = await serve(gravatar({}))
      expect(await ask({ baseUrl: service.baseUrl }, { email })).to.equal(null)
      expect(service.asked).to.deep.equal([])
    })
  }

  it('is asked for no size that it would not give', async () => {
    await using service = await serve(gravatar({}))
    for (const size of [0.3, 100.5, 9000]) await ask({ baseUrl: service.baseUrl }, { size })
    expect(service.asked.map((path) => /s=(\d+)/.exec(path)?.[1])).to.deep.equal(['1', '101', '2048'])
  })

  it('may be served anywhere, whether its address ends in /avatar or not', async () => {
    await using service = await serve(gravatar({}))
    const { origin } = new URL(service.baseUrl)
    for (const base of ['', '/', '/faces', '/faces/avatar/']) await ask({ baseUrl: `${origin}${base}` })
    const hash = hashesOf('ada@example.com')[0]!
    const paths = service.asked.map((path) => path.replace(/\?.*/, '').replace(hash, 'HASH'))
    expect(paths).to.deep.equal(['/avatar/HASH', '/avatar/HASH', '/faces/avatar/HASH', '/faces/avatar/HASH'])
  })

  for (const format of ['jpeg', 'gif'] as const) {
    it(`may have a ${format}, whatever it says of it`, async () => {
      const body = await picture('red', format)
      const photo = `/avatar/${hashesOf('ada@example.com')[0]}`
      const headers = { 'content-type': 'text/plain' }
      await using service = await serve(({ pathname }) =>
        pathname === photo ? { status: 200, headers, body } : { status: 404 },
      )
      expect((await ask({ baseUrl: service.baseUrl }))?.bytes).to.deep.equal(new Uint8Array(body))
    })
  }

  for (const status of [204, 304, 400, 401, 403, 410, 429, 500, 503]) {
    it(`that answers ${status} is a failure, and never "none"`, async () => {
      await using service = await serve(() => ({ status }))
      const words = await failure(ask({ baseUrl: service.baseUrl }))
      expect(words).to.match(new RegExp(`127\\.0\\.0\\.1:\\d+ answered ${status}`))
    })
  }

  const wrong: Record<string, Answer> = {
    'an HTML page': { status: 200, body: '<!doctype html><p>Sign in to the guest network</p>' },
    nothing: { status: 200 },
    'an SVG': { status: 200, body: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  }
  for (const [what, answer] of Object.entries(wrong)) {
    it(`that answers with ${what} is a failure`, async () => {
      await using service = await serve(() => answer)
      expect(await failure(ask({ baseUrl: service.baseUrl }))).to.include('something that is no picture')
    })
  }

  it('that hangs up in the middle of a photo is a failure', async () => {
    await using service = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('\x89PNG\r\n\x1a\n', () => response.destroy())
      return undefined
    })
    await failure(ask({ baseUrl: service.baseUrl }))
  })

  it('that never answers is left when nobody wants the answer any more', async () => {
    const stop = new AbortController()
    await using service = await serve(() => (stop.abort(), undefined))
    expect(await failure(ask({ baseUrl: service.baseUrl }, { signal: stop.signal }))).to.include('abort')
  })

  it('that has a picture for everybody is a failure, as it has not understood the question', async () => {
    const silhouette = await picture('silver')
    await using service = await serve(() => ({ status: 200, body: silhouette }))
    expect(await failure(ask({ baseUrl: service.baseUrl }))).to.include('does not honour d=404')
  })

  it('is asked once, and not for everybody, whether it has a picture for everybody', async () => {
    await using service = await serve(gravatar({ 'ada@example.com': 'g', 'bob@example.com': 'g' }))
    for (const email of ['ada@example.com', 'bob@example.com'])
      await ask({ baseUrl: service.baseUrl }, { email })
    expect(service.asked).to.have.length(3)
  })

  it('that redirects elsewhere without saying what is wanted is a failure: what comes may be for everybody', async () => {
    await using elsewhere = await serve(gravatar({}))
    const nobody = `${elsewhere.baseUrl}/${'0'.repeat(32)}`
    const outcomes = { 's=80': /may be a picture that everybody gets/, 's=80&d=404': /^null$/ }
    for (const [query, outcome] of Object.entries(outcomes)) {
      await using service = await serve(() => ({
        status: 302,
        headers: { location: `${nobody}?${query}` },
      }))
      expect(await ask({ baseUrl: service.baseUrl }).then(String, String)).to.match(outcome)
    }
  })
})

describe('Libravatar, asked in the same way', () => {
  afterEach(() => generator.close())

  it('has photos of its own and from Gravatar, and says after two redirects that there is none', async () => {
    await using service = await serve(libravatar(['ada@example.com'], ['bob@example.com']))
    const outcomes = []
    for (const email of ['ada@example.com', 'bob@example.com', 'eve@example.com'])
      outcomes.push((await ask({ baseUrl: service.baseUrl }, { email, size: 1024 }))?.bytes ?? null)
    expect(outcomes).to.deep.equal([
      new Uint8Array(await picture('rebeccapurple', 'png', 512)),
      new Uint8Array(await picture('seagreen', 'png', 512)),
      null,
    ])
  })
})
