import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { directoryFetch } from '../../../src/network/directory-fetch.ts'
import { sessionService } from '../../../src/network/sign-in/session-service.ts'
import type { ServiceSession, SessionService } from '../../../src/ports.ts'
import { Secret } from '../../../src/secret.ts'
import { conformance } from '../../support/conformance.ts'

const traffic = conformance()

type Thrown = Error & { kind?: string; code?: string; outcome?: string }

describe('a service where sessions are opened, renewed and ended', () => {
  const redirectUri = 'http://127.0.0.1:28282/callback'
  const { signal } = new AbortController()
  let sandbox: Sandbox
  let service: SessionService
  let turns: string[]
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  async function start(options: SandboxOptions = {}, secret?: string, scopes?: string[]): Promise<void> {
    sandbox = await startSandbox({
      ...{ people: 3, limits: 'none', refreshTokens: true, observe: traffic.observe, ...options },
    })
    turns = []
    const { clientId, clientSecret } = sandbox.credentials
    const paths = { authorize: '/restapi/oauth/authorize', token: '/restapi/oauth/token' }
    service = sessionService({
      title: 'Acme',
      signIn: { ...paths, revoke: '/restapi/oauth/revoke', ...(scopes ? { scopes } : {}) },
      ...{ server: sandbox.serverUrl, clientId, clientSecret: new Secret(secret ?? clientSecret) },
      fetch: directoryFetch({ origins: [sandbox.serverUrl], userAgent: 'avatarctl', signal }),
      paced(request) {
        turns.push('one')
        return request()
      },
    })
  }

  /** What the page sends a browser back with. */
  async function said(address: string, decision = 'allow'): Promise<URLSearchParams> {
    const body = new URLSearchParams({ user: String(sandbox.company.admin.id), decision })
    const { headers } = await fetch(address, { method: 'POST', body, redirect: 'manual' })
    return new URL(headers.get('location') ?? 'none:').searchParams
  }

  async function opened(): Promise<ServiceSession> {
    const trip = await service.begin(redirectUri)
    return await trip.arrive(await said(trip.address))
  }

  const works = async ({ access }: ServiceSession) =>
    (
      await fetch(`${sandbox.serverUrl}/restapi/v1.0/account/~`, {
        headers: { authorization: `Bearer ${access.reveal()}` },
      })
    ).ok
  const thrown = (work: Promise<unknown>) =>
    work.then(
      () => new Error('it succeeded') as Thrown,
      (error: unknown) => error as Thrown,
    )

  it('is asked with PKCE and a state of its own each time', async () => {
    await start({}, undefined, ['ReadAccounts', 'EditExtensions'])
    const [one, other] = [await service.begin(redirectUri), await service.begin(redirectUri)]
    const asked = Object.fromEntries(new URL(one.address).searchParams)
    expect(asked).to.include({
      ...{ response_type: 'code', redirect_uri: redirectUri, code_challenge_method: 'S256' },
      ...{ client_id: sandbox.credentials.clientId, scope: 'ReadAccounts EditExtensions', state: one.state },
    })
    const changing = ['state', 'code_challenge'].map((name) => new URL(other.address).searchParams.get(name))
    expect(changing).to.not.include(asked['state']).and.not.include(asked['code_challenge'])
    expect(one.state).to.have.length.greaterThan(40)
  })

  it('gives a session, renews it, and ends it; each request waits for its turn', async () => {
    await start()
    const first = await opened()
    expect(first).to.include({ lifeMs: 3_600_000, renewalLifeMs: 604_800_000 })
    expect(await works(first)).to.equal(true)
    const second = await service.renew(first)
    expect(await works(first)).to.equal(false)
    expect(await works(second)).to.equal(true)
    expect(second.renewal?.reveal()).to.be.a('string').and.not.equal(first.renewal?.reveal())
    await service.end(second)
    expect(sandbox.liveSessions()).to.equal(0)
    expect(turns).to.have.length(3)
  })

  it('knows an app without a secret by its id', async () => {
    await start({ appType: 'public' }, '')
    const session = await service.renew(await opened())
    expect(await works(session)).to.equal(true)
    await service.end(session)
    expect(sandbox.liveSessions()).to.equal(0)
  })

  it('repeats its no in its own words', async () => {
    await start()
    const trip = await service.begin(redirectUri)
    const error = await thrown(trip.arrive(await said(trip.address, 'deny')))
    expect(error).to.include({ kind: 'unauthorised', code: 'access_denied' })
    expect(error.message).to.contain('Acme lets nobody sign in: access_denied: The user denied access')
  })

  it('tells an app that it does not know from a session that is over', async () => {
    await start({}, 'wrong')
    expect(await thrown(opened())).to.include({ kind: 'unauthorised', code: 'invalid_client' })
    await sandbox.close()
    await start({ refreshGraceMs: 0 })
    const session = await opened()
    await service.renew(session)
    expect(await thrown(service.renew(session))).to.include({ kind: 'unauthorised', code: 'invalid_grant' })
  })

  it('asks again at once when the answer to a renewal is lost, as it is taken once more for a moment', async () => {
    await start()
    const session = await opened()
    for (const [nth, effect] of [
      [1, { kind: 'lost-answer' }],
      [2, { kind: 'cut-answer', afterBytes: 20 }],
      [4, { kind: 'answer', status: 503, applied: true }],
      [5, { kind: 'html' }],
    ] as const)
      sandbox.setFault({ path: '/oauth/token', effect, nth })
    let now = session
    for (let times = 0; times < 2; times += 1) now = await service.renew(now)
    expect(await works(now)).to.equal(true)
    expect(sandbox.log.flatMap(({ fault }) => fault ?? [])).to.have.length(4)
  })

  it('gives up when it is in trouble: that is no verdict on the session', async () => {
    await start()
    const session = await opened()
    sandbox.setFault({ path: '/oauth/token', effect: { kind: 'answer', status: 500 }, times: 3 })
    expect(await thrown(service.renew(session))).to.include({ kind: 'unavailable' })
    expect(await works(await service.renew(session))).to.equal(true)
    await sandbox.close()
    const nobody = await thrown(service.renew(session))
    expect(nobody).to.include({ kind: 'unavailable', outcome: 'not-applied' })
    expect(await thrown(service.end(session))).to.include({ kind: 'unavailable' })
  })

  it('never has a token or a secret in what it throws', async () => {
    await start()
    const session = await opened()
    const body = JSON.stringify({
      error: 'invalid_grant',
      error_description: `not ${session.renewal?.reveal() ?? ''}`,
    })
    sandbox.setFault({ path: '/oauth/token', effect: { kind: 'answer', status: 400, body } })
    const error = (await service.renew(session).catch((reason: unknown) => reason)) as Error
    const whole = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join()
    expect(whole).to.not.contain(session.renewal?.reveal())
    expect(whole).to.contain('invalid_grant')
  })
})
