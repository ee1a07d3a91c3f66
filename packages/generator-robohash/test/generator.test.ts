import { expect } from 'chai'
import type { ServerResponse } from 'node:http'
import generator from '../src/generator.ts'
import { serve } from './service.ts'

const ada = 'ada@example.com'
/** SHA-256 of that. */
const adaHashed = 'b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72'

function ask(
  options: Record<string, unknown>,
  { seed = ada, size = 256, signal = new AbortController().signal } = {},
) {
  const person = { id: '1', name: 'Ada', email: ada, kind: 'person', status: 'enabled' } as const
  return generator.generate({ person, seed, size, options, fetch, signal })
}

const failure = (promise: Promise<unknown>) => promise.then(() => expect.fail('no failure'), String)

describe('Robohash', () => {
  it('is told a hash and what to draw, and nothing else of the person', async () => {
    await using service = await serve()
    await ask({ baseUrl: service.baseUrl, set: 'set4', background: 'bg2' })
    expect(service.asked).to.deep.equal([
      {
        path: `/${adaHashed}.png`,
        query: { set: 'set4', size: '256x256', bgset: 'bg2' },
        accept: 'image/png',
      },
    ])
  })

  const wishes: Record<string, [options: Record<string, unknown>, query: Record<string, string>]> = {
    'robots before nothing, without more being said': [{}, { set: 'set1' }],
    'any of its robots': [{ set: 'any' }, { set: 'any' }],
    'one of several sets': [{ set: 'set1', sets: ['set2', 'set4'] }, { sets: 'set2,set4' }],
    'robots of one colour': [{ colour: 'blue' }, { set: 'set1', color: 'blue' }],
    'any background': [{ background: 'any' }, { set: 'set1', bgset: 'any' }],
    'nothing of what is its own default': [{ colour: 'any', background: 'none' }, { set: 'set1' }],
  }
  for (const [what, [options, query]] of Object.entries(wishes)) {
    it(`is asked for ${what}`, async () => {
      await using service = await serve()
      await ask({ baseUrl: service.baseUrl, ...options })
      expect(service.asked.map((asked) => asked.query)).to.deep.equal([{ ...query, size: '256x256' }])
    })
  }

  it('may be served below a path of your own', async () => {
    await using service = await serve()
    await ask({ baseUrl: `${service.baseUrl}/robots//` })
    expect(service.asked[0]?.path).to.equal(`/robots/${adaHashed}.png`)
  })

  it('is asked for no size that it does not draw', async () => {
    await using service = await serve((_, response) => response.writeHead(404).end())
    for (const size of [9000, 0.2]) await failure(ask({ baseUrl: service.baseUrl }, { size }))
    expect(service.asked.map(({ query }) => query['size'])).to.deep.equal(['4096x4096', '1x1'])
  })

  for (const status of [403, 404, 429, 500, 503]) {
    it(`that answers ${status} is a failure, and never "none"`, async () => {
      await using service = await serve((_, response) => response.writeHead(status).end('sorry'))
      expect(await failure(ask({ baseUrl: service.baseUrl }))).to.match(
        new RegExp(`127\\.0\\.0\\.1:\\d+ answered ${status}`),
      )
    })
  }

  const wrong: Record<string, (response: ServerResponse) => void> = {
    'an HTML page': (response) => response.end('<!doctype html><p>Welcome</p>'),
    nothing: (response) => response.end(),
    'half of a picture, and hangs up': (response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('\x89PNG', () => response.destroy())
    },
  }
  for (const [what, answer] of Object.entries(wrong)) {
    it(`that answers with ${what} is a failure`, async () => {
      await using service = await serve((_, response) => answer(response))
      await failure(ask({ baseUrl: service.baseUrl }))
    })
  }

  it('that never answers is left when nobody wants the answer any more', async () => {
    const stop = new AbortController()
    await using service = await serve(() => stop.abort())
    expect(await failure(ask({ baseUrl: service.baseUrl }, { signal: stop.signal }))).to.include('abort')
  })
})
