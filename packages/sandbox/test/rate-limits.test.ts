import { expect } from 'chai'
import {
  ACCOUNT,
  handClock,
  imagePath,
  picture,
  practise,
  somebody,
  upload,
  type Practice,
} from './client.ts'
import type { SandboxOptions } from '../src/index.ts'

const LIMITS = { light: 5, medium: 4, heavy: 2, auth: 3 }

describe('rate limits', () => {
  const clock = handClock()
  let here: Practice
  const start = async (options: SandboxOptions = {}) =>
    void (here = await practise({ clock, limits: LIMITS, ...options }))
  afterEach(() => here.close())

  const light = () => here.call(ACCOUNT)
  const told = (headers: Headers) =>
    ['group', 'limit', 'remaining', 'window'].map((name) => headers.get(`x-rate-limit-${name}`))

  it('are announced on every answer, for each group of its own', async () => {
    await start()
    const heavy = imagePath(somebody(here.sandbox, 'without'))
    const answers = [
      await light(),
      await here.call(`${ACCOUNT}/extension/1`),
      await here.call(`${ACCOUNT}/extension`),
      await here.call(heavy, upload(picture())),
      await here.call(heavy, upload(Buffer.from('no image'))),
      await here.call(here.sandbox.mediaUrl + heavy),
      await here.call(heavy, { method: 'DELETE' }),
      await here.login(),
    ]
    expect(answers.map(({ status, headers }) => [status, ...told(headers)])).to.deep.equal([
      [200, 'light', '5', '4', '60'],
      [404, 'light', '5', '3', '60'],
      [200, 'medium', '4', '3', '60'],
      [204, 'heavy', '2', '1', '60'],
      [400, 'heavy', '2', '0', '60'],
      [200, 'medium', '4', '2', '60'],
      [204, 'medium', '4', '1', '60'],
      [200, 'auth', '3', '1', '60'],
    ])
  })

  it('are those of the service unless others are given', async () => {
    await start({ limits: 'real' })
    const { light, medium, heavy, auth, windowMs } = here.sandbox.limits
    expect([light, medium, heavy, auth, windowMs]).to.deep.equal([50, 40, 10, 5, 60_000])
    await here.close()
    await start({ limits: 'none' })
    for (let time = 0; time < 100; time++) expect((await here.login()).status).to.equal(200)
  })

  it('slide: each request makes room a window after it', async () => {
    await start()
    for (let time = 0; time < 5; time++) {
      expect((await light()).status).to.equal(200)
      clock.advance(10_000)
    }
    clock.advance(9999)
    expect(here.sandbox.counters.rateLimited).to.equal(0)
    clock.advance(1)
    expect(told((await light()).headers)[2]).to.equal('0')
    clock.advance(10_000)
    expect((await light()).status).to.equal(200)
    expect((await light()).status).to.equal(429)
  })

  it('are refused with 429, and each further request starts the penalty anew', async () => {
    await start()
    for (let time = 0; time < 5; time++) await light()
    const refused = await light()
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).to.deep.equal([
      429,
      'CMN-301',
      '60',
    ])
    expect(told(refused.headers)).to.deep.equal(['light', '5', '5', '60'])
    clock.advance(59_500)
    expect((await light()).headers.get('retry-after')).to.equal('60')
    clock.advance(59_999)
    expect((await light()).status).to.equal(429)
    expect((await here.call(`${ACCOUNT}/extension`)).status).to.equal(200)
    clock.advance(60_000)
    expect((await light()).status).to.equal(200)
    const { rateLimited, rateLimitedByGroup, penaltyRestarts, violations, admitted } = here.sandbox.counters
    expect({ rateLimited, penaltyRestarts, violations }).to.deep.equal({
      rateLimited: 3,
      penaltyRestarts: 2,
      violations: 2,
    })
    expect(rateLimitedByGroup.light).to.equal(3)
    expect(admitted).to.include({ light: 6, medium: 1 })
  })

  it('do not call it a violation when requests were on their way together', async () => {
    await start({ latencyMs: 30 })
    await Promise.all(Array.from({ length: 9 }, light))
    const { rateLimited, penaltyRestarts, violations } = here.sandbox.counters
    expect({ rateLimited, penaltyRestarts, violations }).to.deep.equal({
      rateLimited: 4,
      penaltyRestarts: 3,
      violations: 0,
    })
  })

  it('are counted for each user', async () => {
    await start()
    const colleague = here.sandbox.company.people.find(({ admin, status }) => !admin && status === 'Enabled')!
    for (let time = 0; time < 6; time++) await light()
    await here.login({ assertion: here.sandbox.credentials.issueJwt(colleague.id) })
    expect((await light()).status).to.equal(200)
  })

  it('hold for logins, wrong ones included', async () => {
    await start()
    await here.login({ assertion: 'wrong' })
    await here.login({ assertion: 'wrong' })
    expect((await here.login()).status).to.equal(429)
    clock.advance(60_000)
    expect((await here.login()).status).to.equal(200)
  })

  it('say when to come back in any of the ways', async () => {
    await start({ remainingInPenalty: 'zero' })
    for (let time = 0; time < 6; time++) await light()
    const { settings } = here.sandbox
    const after = async (style: typeof settings.retryAfter) => {
      settings.retryAfter = style
      return (await light()).headers.get('retry-after')
    }
    clock.advance(1000 - (clock.now() % 1000))
    const inAMinute = new Date(clock.now() + 60_000).toUTCString()
    expect(await after('date')).to.equal(inAMinute)
    expect((await light()).headers.get('date')).to.equal(new Date(clock.now()).toUTCString())
    expect(await after({ text: '99999999999' })).to.equal('99999999999')
    expect(await after('absent')).to.equal(null)
    expect(told((await light()).headers)[2]).to.equal('0')
    settings.limitHeaders = false
    expect(told((await light()).headers)).to.deep.equal([null, null, null, null])
  })

  it('may have a short window, which is announced in fractions of a second', async () => {
    await start({ limits: { ...LIMITS, windowMs: 600 } })
    for (let time = 0; time < 5; time++) expect(told((await light()).headers)[3]).to.equal('0.6')
    clock.advance(100)
    expect((await light()).headers.get('retry-after')).to.equal('0.6')
    clock.advance(600)
    expect((await light()).status).to.equal(200)
  })

  it('of the account refuse everything, and say nothing about groups', async () => {
    await start()
    here.sandbox.throttleAccount(30_000)
    const refused = await light()
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).to.deep.equal([
      429,
      'CMN-310',
      '30',
    ])
    expect(told(refused.headers)).to.deep.equal([null, null, null, null])
    clock.advance(29_000)
    expect((await here.call(`${ACCOUNT}/extension`)).status).to.equal(429)
    clock.advance(29_000)
    expect((await here.login()).status).to.equal(429)
    clock.advance(30_000)
    expect((await light()).status).to.equal(200)
    expect(here.sandbox.counters.violations).to.equal(2)
  })

  it('of the account may be a number too', async () => {
    await start({ limits: { account: 3 } })
    await light()
    await here.call(`${ACCOUNT}/extension`)
    expect((await light()).code).to.equal('CMN-310')
  })

  it('do not count what is refused for its token or its address', async () => {
    await start()
    for (let time = 0; time < 10; time++) {
      await here.call(ACCOUNT, { headers: { Authorization: 'Bearer wrong' } })
      await here.call('/restapi/v1.0/nowhere')
    }
    expect(told((await light()).headers)[2]).to.equal('4')
  })
})
