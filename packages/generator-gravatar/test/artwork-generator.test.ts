import { expect } from 'chai'
import generator from '../src/artwork-generator.ts'
import { gravatar, hashesOf, libravatar, serve } from './service.ts'

const ada = 'ada@example.com'

function ask(options: Record<string, unknown>, seed = ada) {
  const person = { id: '1', kind: 'person', status: 'enabled' } as const
  const { signal } = new AbortController()
  return generator.generate({ person, seed, size: 64, options, fetch, signal })
}

describe('what Gravatar draws', () => {
  it('is asked for by a hash of the seed, also for those who have a photo', async () => {
    await using service = await serve(gravatar({ [ada]: 'g' }))
    await ask({ baseUrl: service.baseUrl, style: 'retro' })
    await ask({ baseUrl: service.baseUrl, hash: 'md5' }, '1001')
    expect(service.asked).to.deep.equal([
      `/avatar/${hashesOf(ada)[0]}?s=64&d=retro&f=y`,
      `/avatar/${hashesOf('1001')[1]}?s=64&d=identicon&f=y`,
    ])
  })

  it('is another picture in each style, and for each seed', async () => {
    await using service = await serve(gravatar({}))
    const drawn = new Set<string>()
    for (const style of ['identicon', 'monsterid', 'wavatar', 'retro', 'robohash']) {
      for (const seed of [ada, 'bob@example.com']) {
        const { bytes } = await ask({ baseUrl: service.baseUrl, style }, seed)
        drawn.add(Buffer.from(bytes).toString('base64'))
      }
    }
    expect(drawn).to.have.property('size', 10)
  })

  it('is drawn by Libravatar as well', async () => {
    await using service = await serve(libravatar([ada], []))
    expect(await ask({ baseUrl: service.baseUrl })).to.have.property('bytes')
  })

  for (const status of [404, 503]) {
    it(`is a failure where the server answers ${status}, and never "none"`, async () => {
      await using service = await serve(() => ({ status }))
      const words = await ask({ baseUrl: service.baseUrl }).then(() => 'no failure', String)
      expect(words).to.match(new RegExp(`answered ${status}`))
    })
  }
})
