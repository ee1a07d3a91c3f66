import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { openPace } from '@avatarctl/sdk/testing'
import { expect } from 'chai'
import { conformance } from '../../../test/support/conformance.ts'
import { until } from '../../../test/support/until.ts'
import { openSession, type Session } from '../src/session.ts'

const traffic = conformance()

describe('a session', () => {
  let sandbox: Sandbox
  const signal = new AbortController().signal
  const list = '/restapi/v1.0/account/~/extension'

  async function start(
    options: SandboxOptions = {},
    given: { jwt?: string; keepSession?: boolean } = {},
  ): Promise<Session> {
    sandbox = await startSandbox({ people: 3, limits: 'none', observe: traffic.observe, ...options })
    const { serverUrl, credentials, environment } = sandbox
    const { clientId, clientSecret } = credentials
    return openSession({
      ...{ server: serverUrl, clientId, clientSecret },
      user: { jwt: environment['RC_USER_JWT'] ?? '', keepSession: false, ...given },
      ...{ fetch: globalThis.fetch, pace: openPace },
    })
  }
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  const get = (session: Session) => session.send('medium', { method: 'GET', url: list, signal })
  const signIns = () => sandbox.log.filter(({ path }) => path === '/restapi/oauth/token').length
  const refusedFor401 = () => sandbox.log.filter(({ status }) => status === 401).length
  const caught = async (doing: Promise<unknown>) =>
    (await doing.then(
      () => ({}),
      (error: unknown) => error,
    )) as { kind?: string; code?: string; message?: string }

  it('signs in once, however many ask at the same time, and knows who it is', async () => {
    const session = await start()
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(session)))
    expect(answers.map(({ status }) => status)).to.deep.equal(new Array(20).fill(200))
    expect(signIns()).to.equal(1)
    expect(session.owner).to.equal(String(sandbox.company.admin.id))
    expect(session.permissions).to.include.members(['ReadAccounts', 'EditExtensions'])
  })

  it('presents the JWT again before a token ends, so that none is sent too late', async () => {
    const session = await start({ tokenLifetimeMs: 1_000, latencyMs: 100 })
    const ends = Date.now() + 3_000
    while (Date.now() < ends) expect((await get(session)).status).to.equal(200)
    expect(signIns()).to.be.within(3, 7)
    expect(refusedFor401()).to.equal(0)
  })

  it('goes on where the way there takes half the life of a token', async () => {
    const session = await start({ tokenLifetimeMs: 1_000, latencyMs: [400, 600] })
    for (let asked = 0; asked < 6; asked += 1) expect((await get(session)).status).to.equal(200)
  })

  it('signs in again when its tokens were ended by somebody else', async () => {
    const session = await start()
    await get(session)
    sandbox.endSessions()
    const answers = await Promise.all(Array.from({ length: 10 }, () => get(session)))
    expect(answers.map(({ status }) => status)).to.deep.equal(new Array(10).fill(200))
    expect(signIns()).to.equal(2)
    expect(refusedFor401()).to.be.at.most(10)
  })

  it('goes on for the others when the first who asked gives up', async () => {
    const session = await start({ latencyMs: 300 })
    const first = new AbortController()
    const given = caught(session.send('medium', { method: 'GET', url: list, signal: first.signal }))
    const others = Promise.all([get(session), get(session)])
    await new Promise((resolve) => setImmediate(resolve))
    first.abort(new Error('gave up'))
    expect((await given).message).to.equal('gave up')
    expect((await others).map(({ status }) => status)).to.deep.equal([200, 200])
    expect(signIns()).to.equal(1)
  })

  it('gives up when new tokens are refused, too', async () => {
    const session = await start({
      faults: [{ effect: { kind: 'refuse', code: 'OAU-129' }, path: list, times: Infinity }],
    })
    expect((await get(session)).status).to.equal(401)
    expect(signIns()).to.equal(3)
    expect(refusedFor401()).to.equal(3)
  })

  for (const refusedLoginStatus of [400, 401] as const) {
    it(`presents a refused JWT once, whatever is asked afterwards (${refusedLoginStatus})`, async () => {
      const session = await start({ refusedLoginStatus }, { jwt: 'e30.e30.wrong' })
      const failures = [
        await caught(get(session)),
        ...(await Promise.all([1, 2, 3].map(() => caught(get(session))))),
      ]
      for (const failure of failures) expect(failure).to.include({ kind: 'unauthorised', code: 'OAU-129' })
      expect(signIns()).to.equal(1)
      await session.close()
      expect(signIns()).to.equal(1)
    })
  }

  it('takes trouble of the service for no verdict on the JWT', async () => {
    const session = await start({
      faults: [{ effect: { kind: 'answer', status: 503 }, path: '/oauth/token' }],
    })
    expect(await caught(get(session))).to.include({ kind: 'unavailable' })
    expect((await get(session)).status).to.equal(200)
  })

  it('takes a page for people for no sign-in', async () => {
    const session = await start({ faults: [{ effect: { kind: 'html', status: 200 }, path: '/oauth/token' }] })
    expect(await caught(get(session))).to.include({ kind: 'unavailable' })
    expect((await get(session)).status).to.equal(200)
  })

  it('is ended at the service when it is closed, once', async () => {
    const session = await start()
    await get(session)
    expect(sandbox.liveSessions()).to.equal(1)
    await session.close()
    await session.close()
    expect(sandbox.liveSessions()).to.equal(0)
    expect(sandbox.log.filter(({ path }) => path.includes('revoke'))).to.have.length(1)
  })

  it('is left to itself when it is closed, where the user wants that', async () => {
    const session = await start({}, { keepSession: true })
    await get(session)
    await session.close()
    expect(sandbox.liveSessions()).to.equal(1)
  })

  it('is ended although it is closed before the sign-in was answered', async () => {
    const session = await start({ latencyMs: 200 })
    const gone = new AbortController()
    const given = caught(session.send('medium', { method: 'GET', url: list, signal: gone.signal }))
    await until(() => sandbox.log.length > 0)
    gone.abort(new Error('gave up'))
    await given
    await session.close()
    expect(sandbox.log.map(({ path }) => path)).to.deep.equal([
      '/restapi/oauth/token',
      '/restapi/oauth/revoke',
    ])
    expect(sandbox.liveSessions()).to.equal(0)
  })

  it('leaves none behind where each could go on with its refresh token', async () => {
    const session = await start({ tokenLifetimeMs: 400, refreshTokens: true })
    const ends = Date.now() + 1_500
    while (Date.now() < ends) expect((await get(session)).status).to.equal(200)
    expect(signIns()).to.be.greaterThan(2)
    sandbox.endSessions()
    await get(session)
    await session.close()
    expect(sandbox.liveSessions()).to.equal(0)
  })

  it('has nothing to end when nothing was asked', async () => {
    const session = await start()
    await session.close()
    expect(sandbox.log).to.deep.equal([])
  })
})
