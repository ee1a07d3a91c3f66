import { expect } from 'chai'
import { faultsOfContribution } from '../src/testing/manifest-check.ts'

describe('a manifest with a sign-in through the browser', () => {
  const browser = { server: 'server', authorize: '/a', token: '/t', clientId: 'app', clientSecret: 'key' }
  const faults = async (more: Record<string, unknown>) =>
    (
      await faultsOfContribution('directory', {
        ...{ id: 'faces', title: 'Faces', module: './directory.js', secrets: ['key'] },
        rateLimits: { auth: { limit: 5, windowMs: 1000 } },
        options: { type: 'object', properties: { server: {}, app: {} } },
        signIn: { browser: { ...browser, ...more } },
      })
    ).map(({ what }) => what)

  it('is complete when what it names is there', async () => {
    expect(await faults({ rateLimit: 'auth', scopes: ['people'], revoke: '/r' })).to.deep.equal([])
  })

  for (const [more, says] of [
    [{ server: 'host' }, 'signIn.browser.server names host, which is none of its options'],
    [{ clientId: 'key' }, 'signIn.browser.clientId names key, which is none of its options'],
    [{ clientSecret: 'app' }, 'signIn.browser.clientSecret names app, which is none of its secrets'],
    [{ rateLimit: 'sign-ins' }, 'signIn.browser.rateLimit names sign-ins, which is none of its rateLimits'],
    [{ token: 'https://elsewhere.example/' }, 'signIn.browser.token'],
  ] as const)
    it(`is not when ${JSON.stringify(more)}`, async () => {
      const found = await faults(more)
      expect(found).to.have.length(1)
      expect(found[0]).to.contain(says)
    })
})
