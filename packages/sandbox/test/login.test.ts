import { expect } from 'chai'
import { startSandbox } from '../src/index.ts'
import {
  ACCOUNT,
  basic,
  handClock,
  imagePath,
  practise,
  practiseWith,
  reply,
  somebody,
  type Practice,
} from './client.ts'

describe('login', () => {
  const clock = handClock()
  let here: Practice
  beforeEach(async () => void (here = await practise({ clock })))
  afterEach(() => here.close())

  it('gives a token for a JWT', async () => {
    const { status, json } = await here.login()
    expect(status).to.equal(200)
    expect(json).to.include({
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'ReadAccounts EditExtensions',
      owner_id: String(here.sandbox.company.admin.id),
    })
    expect(json).to.include.keys('access_token', 'session_id').and.not.any.keys('refresh_token')
  })

  it('is refused in the words of OAuth 2.0, with the code of the service', async () => {
    const { clientId, clientSecret, issueJwt } = here.sandbox.credentials
    const { admin } = here.sandbox.company
    const away = here.sandbox.company.people.find(({ status }) => status !== 'Enabled')!
    here.sandbox.company.change(away.id, { status: 'Disabled' })
    const [head, body] = issueJwt(admin.id).split('.') as [string, string]
    const cases: [Record<string, string>, string | null | undefined, string, string][] = [
      [{}, null, 'invalid_client', 'OAU-123'],
      [{}, 'Basic ???', 'invalid_client', 'OAU-134'],
      [{}, basic(clientId, 'wrong'), 'invalid_client', 'OAU-146'],
      [{}, basic('wrong', clientSecret), 'invalid_client', 'OAU-146'],
      [{ assertion: '' }, undefined, 'invalid_request', 'CMN-101'],
      [{ assertion: 'wrong' }, undefined, 'invalid_grant', 'OAU-149'],
      [{ assertion: 'a.b.c' }, undefined, 'invalid_grant', 'OAU-149'],
      [{ assertion: `${head}.${body}.AAAA` }, undefined, 'invalid_grant', 'OAU-129'],
      [{ assertion: issueJwt(admin.id, clock.now() - 1) }, undefined, 'invalid_grant', 'OAU-128'],
      [{ assertion: issueJwt(12345) }, undefined, 'invalid_grant', 'OAU-136'],
      [{ assertion: issueJwt(away.id) }, undefined, 'invalid_grant', 'OAU-141'],
      [{ grant_type: 'password' }, undefined, 'unsupported_grant_type', 'OAU-112'],
      [{ access_token_ttl: '60' }, undefined, 'invalid_request', 'CMN-101'],
    ]
    for (const [form, authorization, error, errorCode] of cases) {
      const refused = await here.login(form, authorization)
      expect(refused.status, errorCode).to.equal(400)
      expect(refused.json.error).to.equal(error)
      expect(refused.json.error_description).to.be.a('string')
      expect(refused.code).to.equal(errorCode)
      clock.advance(60_000)
    }
    here.sandbox.settings.refusedLoginStatus = 401
    expect((await here.login({ assertion: 'wrong' })).status).to.equal(401)
  })

  it('takes forms only, and each parameter once', async () => {
    const url = `${here.sandbox.serverUrl}/restapi/oauth/token`
    const headers = { Authorization: basic('a', 'b') }
    const json = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' }
    expect((await reply(url, json)).status).to.equal(415)
    const twice = { method: 'POST', headers, body: new URLSearchParams('scope=a&scope=b') }
    expect((await reply(url, twice)).code).to.equal('OAU-111')
  })

  it('has a JWT that another sandbox of the same seed knows, and one of another seed does not', async () => {
    const assertion = here.sandbox.environment['RC_USER_JWT']!
    const [twin, stranger] = [await startSandbox({ people: 30 }), await startSandbox({ seed: 2, people: 30 })]
    expect(twin.environment['RC_USER_JWT']).to.equal(assertion)
    expect((await practiseWith(stranger).login({ assertion })).code).to.equal('OAU-129')
    await Promise.all([twin.close(), stranger.close()])
  })

  it('issues refresh tokens where the app may have them, each good for one time', async () => {
    here.sandbox.settings.refreshTokens = true
    here.sandbox.settings.refreshGraceMs = 0
    const { json } = await here.login()
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token }
    const old = here.token()
    expect((await here.login(refresh)).status).to.equal(200)
    expect((await here.login(refresh)).json.error).to.equal('invalid_grant')
    expect((await here.call(ACCOUNT)).status).to.equal(200)
    expect((await here.call(ACCOUNT, { headers: { Authorization: `Bearer ${old}` } })).status).to.equal(401)
    // The one that was there before, and this one.
    expect(here.sandbox.liveSessions()).to.equal(2)
  })

  it('takes a used refresh token for ten seconds more, should the answer have been lost', async () => {
    here.sandbox.settings.refreshTokens = true
    const { json } = await here.login()
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token }
    const first = await here.login(refresh)
    clock.advance(9_999)
    expect((await here.login(refresh)).status).to.equal(200)
    expect((await here.call(ACCOUNT)).status).to.equal(200)
    const lost = { headers: { Authorization: `Bearer ${first.json.access_token}` } }
    expect((await here.call(ACCOUNT, lost)).status).to.equal(401)
    clock.advance(1)
    expect((await here.login(refresh)).json.error).to.equal('invalid_grant')
    clock.advance(60_000)
    const { refresh_token: dead } = first.json
    expect((await here.login({ grant_type: 'refresh_token', refresh_token: dead })).status).to.equal(400)
  })

  it('ends with revoke, whatever token is given', async () => {
    const { clientId, clientSecret } = here.sandbox.credentials
    const revoke = (token: string) =>
      reply(`${here.sandbox.serverUrl}/restapi/oauth/revoke`, {
        method: 'POST',
        headers: { Authorization: basic(clientId, clientSecret) },
        body: new URLSearchParams({ token }),
      })
    expect((await revoke('unknown')).status).to.equal(200)
    expect((await here.call(ACCOUNT)).status).to.equal(200)
    expect((await revoke(here.token())).status).to.equal(200)
    expect((await here.call(ACCOUNT)).status).to.equal(401)
    expect((await revoke('')).status).to.equal(400)
  })

  it('ends the oldest of more sessions than are allowed', async () => {
    const first = here.token()
    here.sandbox.settings.maxSessions = 2
    await here.login()
    const second = here.token()
    await here.login()
    const status = async (token: string) =>
      (await here.call(ACCOUNT, { headers: { Authorization: `Bearer ${token}` } })).status
    expect([await status(first), await status(second), await status(here.token())]).to.deep.equal([
      401, 200, 200,
    ])
    expect(here.sandbox.liveSessions()).to.equal(2)
  })
})

describe('an access token', () => {
  const clock = handClock()
  let here: Practice
  beforeEach(async () => void (here = await practise({ clock, tokenLifetimeMs: 2000 })))
  afterEach(() => here.close())

  const media = () => here.sandbox.mediaUrl + imagePath(somebody(here.sandbox, 'with'))

  it('is asked for at both origins', async () => {
    for (const url of [here.sandbox.serverUrl + ACCOUNT, media()]) {
      const codes = []
      for (const value of [undefined, 'Basic abc', 'Bearer', 'Bearer nonsense']) {
        const refused = await reply(url, value === undefined ? {} : { headers: { Authorization: value } })
        expect(refused.status).to.equal(401)
        codes.push(refused.code)
      }
      expect(codes).to.deep.equal(['AGW-401', 'AGW-402', 'AGW-402', 'OAU-129'])
      expect((await here.call(url)).status).to.equal(200)
    }
  })

  it('expires', async () => {
    expect((await here.login()).json.expires_in).to.equal(2)
    clock.advance(1999)
    expect((await here.call(ACCOUNT)).status).to.equal(200)
    clock.advance(1)
    for (const url of [ACCOUNT, media()]) {
      const refused = await here.call(url)
      expect([refused.status, refused.code]).to.deep.equal([401, 'OAU-128'])
      expect(refused.json.errorCode).to.equal('TokenExpired')
    }
    await here.login()
    expect((await here.call(ACCOUNT)).status).to.equal(200)
  })

  it('of another sandbox, or of sessions that were ended, is unknown', async () => {
    const other = await practise({ clock })
    expect((await other.call(here.sandbox.serverUrl + ACCOUNT)).json.errorCode).to.equal('TokenInvalid')
    expect((await other.call(media())).status).to.equal(401)
    await other.close()
    here.sandbox.endSessions()
    expect((await here.call(ACCOUNT)).json.errorCode).to.equal('TokenInvalid')
  })

  it('may stand in the query at the media origin only, and never in the log', async () => {
    const query = `?access_token=${here.token()}`
    expect((await reply(media() + query)).status).to.equal(200)
    expect((await reply(here.sandbox.serverUrl + ACCOUNT + query)).code).to.equal('AGW-401')
    expect(JSON.stringify(here.sandbox.log)).not.to.include(here.token())
  })
})
