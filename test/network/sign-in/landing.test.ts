import { request } from 'node:http'
import { expect } from 'chai'
import { AppError } from '../../../src/errors.ts'
import { openLanding } from '../../../src/network/sign-in/landing.ts'
import type { Arrival, Landing } from '../../../src/ports.ts'

describe('where a browser comes back to', () => {
  let landing: Landing
  beforeEach(async () => void (landing = await openLanding(0)))
  afterEach(() => landing[Symbol.asyncDispose]())

  const { signal } = new AbortController()
  const waiting = (ms = 10_000) => landing.arrival('the state', { ms, signal })
  const come = (query: string, path = '/callback') =>
    fetch(`${new URL(landing.redirectUri).origin}${path}?${query}`)
  /** Asks under any name and by any method; `fetch` would not. */
  const ask = (options: { host?: string; method?: string }) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(landing.redirectUri)
      const { host = `127.0.0.1:${port}`, method = 'GET' } = options
      request(
        { host: '127.0.0.1', port, path: '/callback?state=the+state&code=c', method, headers: { host } },
        (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        },
      )
        .on('error', reject)
        .end()
    })

  it('is an address of this machine that goes by numbers', () => {
    expect(landing.redirectUri).to.match(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  })

  it('hands the answer on, and the browser waits for what it is shown', async () => {
    const arriving = waiting()
    const page = come('state=the+state&code=the+code')
    const arrival = await arriving
    expect(Object.fromEntries(arrival.answer)).to.deep.equal({ state: 'the state', code: 'the code' })
    await arrival.show('signed-in')
    const shown = await page
    expect(shown.status).to.equal(200)
    expect(await shown.text())
      .to.contain('You have signed in')
      .and.contain('close this page')
  })

  it('shows a page that loads and runs nothing, and is kept by nobody', async () => {
    const arriving = waiting()
    const page = come('state=the+state&error=access_denied')
    await (await arriving).show('not-signed-in')
    const { headers } = await page
    expect(headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/)
    expect(headers.get('content-security-policy')).to.contain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).to.equal('no-store')
    expect(headers.get('referrer-policy')).to.equal('no-referrer')
    expect(headers.get('x-content-type-options')).to.equal('nosniff')
  })

  it('takes nothing without the state, or with another or several, and goes on waiting', async () => {
    let arrived: Arrival | undefined
    const arriving = waiting().then((one) => (arrived = one))
    for (const query of [
      'code=c',
      'state=&code=c',
      'state=another&code=c',
      'state=the+state&state=x&code=c',
    ]) {
      const refused = await come(query)
      expect(refused.status, query).to.equal(400)
      expect(await refused.text()).to.not.contain('another&code')
    }
    expect(arrived).to.equal(undefined)
    const page = come('state=the+state&code=c')
    await (await arriving).show('signed-in')
    expect((await page).status).to.equal(200)
  })

  it('takes one answer, once', async () => {
    const arriving = waiting()
    const page = come('state=the+state&code=c')
    await (await arriving).show('signed-in')
    await page
    expect((await come('state=the+state&code=c')).status).to.equal(400)
  })

  it('has nothing at any other path, for any other method, or under another name', async () => {
    const arriving = waiting()
    for (const path of ['/', '/favicon.ico', '/callback/', '/callback/../x'])
      expect((await come('state=the+state&code=c', path)).status, path).to.equal(404)
    expect(await ask({ method: 'POST' })).to.equal(404)
    expect(await ask({ method: 'HEAD' })).to.equal(404)
    for (const host of ['example.com', 'localhost:80', '127.0.0.1', '127.0.0.1.example.com'])
      expect(await ask({ host }), host).to.equal(421)
    const page = come('state=the+state&code=c')
    await (await arriving).show('signed-in')
    await page
  })

  it('is left after its time, and when the user wants to stop', async () => {
    const late = await waiting(50).catch((error: unknown) => error)
    expect(late).to.be.instanceOf(AppError)
    expect((late as AppError).message).to.contain('Nobody signed in within 0 seconds')
    const stop = new AbortController()
    const stopped = landing.arrival('the state', { ms: 10_000, signal: stop.signal })
    stop.abort(new Error('stopped'))
    expect(await stopped.catch((error: unknown) => (error as Error).message)).to.equal('stopped')
  })

  it('cannot be where somebody else is, and says what to do', async () => {
    const port = Number(new URL(landing.redirectUri).port)
    const error = (await openLanding(port).catch((reason: unknown) => reason)) as AppError
    expect(error.code).to.equal('wrong-use')
    expect(error.message).to.contain(`Port ${port}`)
    expect(error.hint).to.contain('--port').and.contain('/callback')
  })

  it('is gone once it is over, whoever still holds a connection', async () => {
    const { redirectUri } = landing
    await come('', '/')
    await landing[Symbol.asyncDispose]()
    expect(await fetch(redirectUri).catch(() => 'nobody there')).to.equal('nobody there')
  })
})
