import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type { SandboxOptions } from '../src/index.ts'
import { ACCOUNT, handClock, practise, reply, type Practice, type Reply } from './client.ts'

describe('signing in on the page', () => {
  const clock = handClock()
  const redirectUri = 'http://127.0.0.1:28282/callback'
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  let here: Practice
  const start = async (options: SandboxOptions = {}) =>
    void (here = await practise({ clock, limits: 'none', refreshTokens: true, ...options }))
  afterEach(() => here.close())

  /** The address of the page; `undefined` takes a parameter out. */
  function address(changes: Record<string, string | undefined> = {}): string {
    const all: Record<string, string | undefined> = {
      ...{ response_type: 'code', client_id: here.sandbox.credentials.clientId, redirect_uri: redirectUri },
      ...{ state: 'a state', code_challenge: challenge, code_challenge_method: 'S256', ...changes },
    }
    const given = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined)
    return `${here.sandbox.serverUrl}/restapi/oauth/authorize?${new URLSearchParams(given).toString()}`
  }
  const say = (decision: 'allow' | 'deny', changes: Record<string, string | undefined> = {}) =>
    reply(address(changes), {
      method: 'POST',
      body: new URLSearchParams({ user: String(here.sandbox.company.admin.id), decision }),
    })
  const sentBack = ({ headers }: Reply) => new URL(headers.get('location') ?? 'none:').searchParams
  const codeFrom = async (changes = {}) => sentBack(await say('allow', changes)).get('code') ?? ''
  const trade = (code: string, changes: Record<string, string> = {}, authorization?: string | null) =>
    here.login(
      {
        ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
        ...changes,
      },
      authorization,
    )

  it('shows who can sign in, and gives a code for a yes, which is traded for a session', async () => {
    await start()
    const page = await reply(address())
    expect(page.status).to.equal(200)
    expect(page.headers.get('content-type')).to.contain('text/html')
    const { admin } = here.sandbox.company
    expect(page.bytes.toString()).to.contain(`value="${admin.id}"`).and.not.contain('<script')
    const answer = await say('allow')
    expect(answer.status).to.equal(302)
    expect(answer.headers.get('location')).to.match(/^http:\/\/127\.0\.0\.1:28282\/callback\?/)
    expect(sentBack(answer).get('state')).to.equal('a state')
    const { status, json } = await trade(sentBack(answer).get('code') ?? '')
    expect(status).to.equal(200)
    expect(json).to.include({ owner_id: String(admin.id), token_type: 'bearer' })
    expect(json).to.include.keys('access_token', 'refresh_token')
    expect((await here.call(ACCOUNT)).status).to.equal(200)
  })

  it('sends a no, and a request that it does not understand, back with the state', async () => {
    await start({ appType: 'public' })
    expect(sentBack(await say('deny')).toString())
      .to.contain('error=access_denied')
      .and.contain('state=')
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ code_challenge: undefined }, 'invalid_request'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge_method: undefined }, 'invalid_request'],
      [{ code_challenge: 'short' }, 'invalid_request'],
    ] as const) {
      const refused = await reply(address(changes))
      expect(sentBack(refused).get('error'), JSON.stringify(changes)).to.equal(error)
      expect(sentBack(refused).get('state')).to.equal('a state')
    }
  })

  it('sends nobody anywhere for an app that it does not know, or to an address that is not registered', async () => {
    await start()
    const wrong: Record<string, string | undefined>[] = [
      { client_id: 'another' },
      { client_id: undefined },
      { redirect_uri: 'https://example.com/callback' },
      { redirect_uri: 'http://127.0.0.1.example.com/callback' },
      { redirect_uri: undefined },
    ]
    for (const changes of wrong) {
      const refused = await reply(address(changes))
      expect([refused.status, refused.headers.get('location')]).to.deep.equal([400, null])
    }
    here.sandbox.settings.redirectUris = [redirectUri]
    expect((await reply(address())).status).to.equal(200)
    expect((await reply(address({ redirect_uri: 'http://127.0.0.1:28283/callback' }))).status).to.equal(400)
    expect((await reply(`${address()}&state=again`)).status).to.equal(400)
  })

  it('takes a code from whom it was made for, who knows the verifier, and soon', async () => {
    await start()
    const refused = async (answer: Promise<Reply>) => (await answer).json.error
    expect(await refused(trade('made up'))).to.equal('invalid_grant')
    const code = await codeFrom()
    expect(await refused(trade(code, { code_verifier: randomBytes(32).toString('base64url') }))).to.equal(
      'invalid_grant',
    )
    expect(await refused(trade(code, { redirect_uri: 'http://127.0.0.1:1/' }))).to.equal('invalid_grant')
    expect((await trade(code)).status).to.equal(200)
    const late = await codeFrom()
    clock.advance(60_000)
    expect(await refused(trade(late))).to.equal('invalid_grant')
  })

  it('takes a code once: the second time, what the first one got is ended', async () => {
    await start()
    const code = await codeFrom()
    expect((await trade(code)).status).to.equal(200)
    expect((await here.call(ACCOUNT)).status).to.equal(200)
    expect((await trade(code)).json.error).to.equal('invalid_grant')
    expect((await here.call(ACCOUNT)).status).to.equal(401)
  })

  it('asks an app that cannot keep a secret for its id only', async () => {
    await start()
    const clientId = { client_id: here.sandbox.credentials.clientId }
    expect((await trade(await codeFrom(), clientId, null)).json.error).to.equal('invalid_client')
    here.sandbox.settings.appType = 'public'
    expect((await trade(await codeFrom(), { client_id: 'another' }, null)).json.error).to.equal(
      'invalid_client',
    )
    const { json } = await trade(await codeFrom(), clientId, null)
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token, ...clientId }
    expect((await here.login(refresh, null)).status).to.equal(200)
  })

  it('lets in only who is active', async () => {
    await start()
    const code = await codeFrom()
    here.sandbox.company.change(here.sandbox.company.admin.id, { status: 'Disabled' })
    expect((await trade(code)).code).to.equal('OAU-141')
    expect(await codeFrom()).to.equal('')
  })

  it('is no call: nobody counts it', async () => {
    await start()
    await reply(address())
    expect(here.sandbox.log.at(-1)).to.include({ group: null, status: 200 })
  })
})
