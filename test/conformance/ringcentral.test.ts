import { createHash } from 'node:crypto'
import { type ObservedExchange, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import {
  ACCOUNT,
  basic,
  imagePath,
  picture,
  practise,
  reply,
  somebody,
  upload,
  type Practice,
} from '../../packages/sandbox/test/client.ts'
import { avatarctl } from '../support/command-line.ts'
import { conformance, readDescription, titled, unchecked } from '../support/conformance.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { operationsOf } from './operations.ts'

describe(titled('what the sandbox answers conforms to what RingCentral describes'), () => {
  before(function () {
    if (unchecked !== undefined) this.skip()
  })

  /** Asks for everything that the sandbox speaks, as it is described, and gives what it may be refused for, too. */
  async function askEverything(here: Practice): Promise<void> {
    const { sandbox, call } = here
    await logIn(here)
    await signInOnThePage(here)
    await list(here)
    for (const account of ['~', String(sandbox.company.accountId), '1']) {
      await call(`/restapi/v1.0/account/${account}`)
    }
    for (const type of new Set(sandbox.company.extensions.map((one) => one.type))) {
      const { id } = sandbox.company.extensions.find((one) => one.type === type)!
      await call(`${ACCOUNT}/extension/${id}`)
    }
    for (const { status, id } of sandbox.company.extensions) {
      if (status !== 'Enabled') await call(`${ACCOUNT}/extension/${id}`)
    }
    for (const id of ['~', '1', 'nobody']) await call(`${ACCOUNT}/extension/${id}`)
    for (const query of ['', '?permissionId=EditUserInfo', '?permissionId=Nonsense']) {
      await call(`${ACCOUNT}/extension/~/authz-profile/check${query}`)
    }
    const { id } = sandbox.company.admin
    await call(
      `${ACCOUNT}/extension/~/authz-profile/check?permissionId=ReadExtensions&targetExtensionId=${id}`,
    )
    await readImages(here)
    await writeImages(here)
    await logOut(here)
  }

  async function logIn({ login, sandbox }: Practice): Promise<void> {
    await login({ assertion: 'wrong' })
    await login({}, null)
    await login({}, basic('nobody', 'nothing'))
    await login({ assertion: sandbox.credentials.issueJwt(1) })
    await login({ access_token_ttl: '600', scope: 'ReadAccounts' })
    const { json } = await login()
    const { clientId, clientSecret } = sandbox.credentials
    await reply(`${sandbox.serverUrl}/restapi/oauth/token`, {
      method: 'POST',
      headers: { Authorization: basic(clientId, clientSecret) },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: (json as Partial<typeof json> | undefined)?.refresh_token ?? 'unknown',
      }),
    })
    await login()
  }

  /** As an app that keeps a secret does, and as one that does not. */
  async function signInOnThePage({ login, sandbox }: Practice): Promise<void> {
    const { clientId, clientSecret } = sandbox.credentials
    const redirectUri = 'http://127.0.0.1:28282/callback'
    const verifier = 'v'.repeat(43)
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state: 'state' },
      ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    })
    for (const appType of ['confidential', 'public'] as const) {
      sandbox.settings.appType = appType
      const [own, authorization] =
        appType === 'public' ? [{ client_id: clientId }, null] : [{}, basic(clientId, clientSecret)]
      const { headers } = await reply(`${sandbox.serverUrl}/restapi/oauth/authorize?${query.toString()}`, {
        method: 'POST',
        body: new URLSearchParams({ user: String(sandbox.company.admin.id), decision: 'allow' }),
      })
      const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
      const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...own }
      await login(grant, authorization)
      const { json } = await login({ ...grant, code_verifier: verifier }, authorization)
      await reply(`${sandbox.serverUrl}/restapi/oauth/revoke`, {
        method: 'POST',
        ...(authorization === null ? {} : { headers: { Authorization: authorization } }),
        body: new URLSearchParams({ token: json.access_token, ...own }),
      })
    }
    sandbox.settings.appType = 'confidential'
    await login()
  }

  async function list({ call, sandbox }: Practice): Promise<void> {
    let next: string | undefined = `${sandbox.serverUrl}${ACCOUNT}/extension?perPage=15`
    while (next?.startsWith(sandbox.serverUrl)) {
      next = ((await call(next)).json.navigation as { nextPage?: { uri: string } } | undefined)?.nextPage?.uri
    }
    for (const query of [
      '',
      '?page=99',
      '?page=0',
      '?page=1001',
      '?perPage=1001',
      '?status=',
      '?status=Unassigned&status=Disabled&type=User',
      '?email=admin%40example.com&email=nobody%40example.com',
      '?extensionNumber=101',
      '?extensionNumber=99999999',
    ]) {
      await call(`${ACCOUNT}/extension${query}`)
    }
  }

  async function readImages({ call, sandbox }: Practice): Promise<void> {
    const { mediaUrl, serverUrl } = sandbox
    for (const id of [somebody(sandbox, 'with'), somebody(sandbox, 'without'), 1]) {
      for (const origin of [mediaUrl, serverUrl]) {
        const { headers } = await call(origin + imagePath(id))
        const location = headers.get('location')
        if (location !== null) await call(location)
        await call(origin + imagePath(id), { headers: { 'If-None-Match': headers.get('etag') ?? '"none"' } })
      }
      for (const scale of ['original', '90x90', '195x195', '584x584']) {
        const named = `${scale}?contentDisposition=Attachment&contentDispositionFilename=a%20b.png`
        const { headers } = await call(`${mediaUrl}${imagePath(id)}/${named}`)
        await call(`${mediaUrl}${imagePath(id)}/${scale}`, {
          headers: { 'If-None-Match': headers.get('etag') ?? '"none"' },
        })
      }
    }
  }

  async function writeImages({ call, sandbox }: Practice): Promise<void> {
    const unassigned = sandbox.company.extensions.find(({ status }) => status === 'Unassigned')!
    for (const id of [somebody(sandbox, 'with'), somebody(sandbox, 'without'), unassigned.id, 1]) {
      for (const method of ['PUT', 'POST']) {
        await call(imagePath(id), { ...upload(picture(id % 5)), method })
        await call(imagePath(id), { ...upload(Buffer.from('no picture')), method })
        await call(imagePath(id), { ...upload(picture(), 'image/webp', 'image', 'a.webp'), method })
      }
      await call(sandbox.mediaUrl + imagePath(id))
      for (let times = 0; times < 2; times++) await call(imagePath(id), { method: 'DELETE' })
    }
    await call(imagePath(unassigned.id), upload(Buffer.alloc(11 * 1024 * 1024)))
  }

  async function logOut({ call, sandbox, token }: Practice): Promise<void> {
    const { clientId, clientSecret } = sandbox.credentials
    const revoke = (form: Record<string, string>, query = '') =>
      reply(`${sandbox.serverUrl}/restapi/oauth/revoke${query}`, {
        method: 'POST',
        headers: { Authorization: basic(clientId, clientSecret) },
        body: new URLSearchParams(form),
      })
    await revoke({ token: '' })
    await revoke({ token: 'unknown' })
    await revoke({ token: token() })
    await call(ACCOUNT)
    await call(sandbox.mediaUrl + imagePath(somebody(sandbox, 'with')))
  }

  for (const settings of [
    {},
    { totals: false, etagHeader: 'absent', etags: 'md5', refreshTokens: true },
    { imagesOnApi: 'redirect', missingPhoto: 'no-content', removalOfMissing: 'not-found' },
    { imagesOnApi: 'refuse', missingPhoto: 'placeholder', storage: 'stripped', etagHeader: 'other' },
    { aboveMaxPerPage: 'clamp', refusedLoginStatus: 401, limitHeaders: false, repeatErrorOnTop: false },
    { listDelayMs: 60_000, recordDelayMs: 60_000, etagHeader: 'bare' },
    { foreignPages: 'https://elsewhere.example', foreignImages: 'https://images.example' },
    { appPermissions: ['ReadAccounts'], userPermissions: { ReadCompanyInfo: 'none' } },
    { appPermissions: [], repeatErrorOnTop: false },
    { userPermissions: { EditUserInfo: 'self', ReadExtensions: 'self' } },
    { featuresOff: ['Profile Image Streaming', 'EditExtensionInfo', 'ReadExtensions'] },
    { limits: { light: 2, medium: 2, heavy: 2, auth: 6 } },
    { limits: { light: 2, medium: 2, heavy: 2, auth: 6, account: 9 }, retryAfter: 'date' },
  ] satisfies SandboxOptions[]) {
    it(`with ${JSON.stringify(settings)}`, async () => {
      const traffic = conformance()
      const here = await practise({ limits: 'none', ...settings, observe: traffic.observe })
      await askEverything(here)
      expect(traffic.observed).to.equal(here.sandbox.log.length)
      await here.close()
      expect(await traffic.violations()).to.deep.equal([])
    })
  }

  it('in each of the operations that it speaks', async () => {
    const seen: ObservedExchange[] = []
    const here = await practise({ limits: 'none', observe: (exchange) => void seen.push(exchange) })
    await askEverything(here)
    await here.close()
    const operationFor = operationsOf(readDescription()!)
    const done = seen
      .filter(({ answer }) => answer.status < 300)
      .map(({ method, path }) => operationFor(method, path.split('?')[0]!)?.operation.operationId)
    expect([...new Set(done)]).to.have.members([
      'getToken',
      'revokeToken',
      'readAccountInfo',
      'listExtensions',
      'readExtension',
      'checkUserPermission',
      'readUserProfileImageLegacy',
      'readScaledProfileImage',
      'updateUserProfileImage',
      'createUserProfileImage',
      'deleteUserProfileImage',
    ])
  })
})

describe(titled('what avatarctl asks conforms to what RingCentral describes'), function () {
  this.timeout(60_000)
  before(function () {
    if (unchecked !== undefined) this.skip()
  })
  const home = temporaryFolder()

  for (const settings of [
    {},
    { imagesOnApi: 'redirect', missingPhoto: 'no-content', totals: false, etagHeader: 'absent' },
    { tokenLifetimeMs: 700, refreshTokens: true, missingPhoto: 'placeholder', etags: 'md5' },
  ] satisfies SandboxOptions[]) {
    it(`from the first list to the last restore, with ${JSON.stringify(settings)}`, async () => {
      const traffic = conformance()
      const sandbox = await startSandbox({
        ...{ people: 12, limits: 'none', observe: traffic.observe },
        ...settings,
      })
      try {
        for (const args of [
          ['list'],
          ['sync'],
          ['sync', '--replace', 'all', '--yes'],
          ['backup'],
          ['restore', '--all', '--yes'],
        ]) {
          const { code, stderr } = await avatarctl(args, { home: home.path, env: sandbox.environment })
          expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
        }
        expect(traffic.observed).to.equal(sandbox.log.length)
        const methods = new Set(sandbox.log.map(({ method }) => method))
        expect([...methods]).to.have.members(['POST', 'GET', 'PUT', 'DELETE'])
      } finally {
        await sandbox.close()
      }
      expect(await traffic.violations()).to.deep.equal([])
    })
  }

  it('when it is refused the login, a permission, or for a moment everything', async () => {
    const traffic = conformance()
    const sandbox = await startSandbox({
      ...{ people: 12, limits: 'none', observe: traffic.observe },
      faults: [
        { effect: { kind: 'answer', status: 503 }, method: 'GET', path: /extension\?/ },
        { effect: { kind: 'wrong-bytes' }, method: 'GET', path: 'profile-image' },
        { effect: { kind: 'cut-answer', afterBytes: 100 }, method: 'GET', path: 'profile-image', nth: 3 },
      ],
    })
    const run = (args: string[], env: Record<string, string> = {}) =>
      avatarctl(args, { home: home.path, env: { ...sandbox.environment, ...env } })
    try {
      expect((await run(['list'], { RC_USER_JWT: 'wrong' })).code).to.equal(5)
      await run(['sync', '--replace', 'all', '--yes'])
      sandbox.settings.userPermissions = { EditUserInfo: 'none' }
      expect((await run(['sync', '--replace', 'all', '--yes'])).code).to.not.equal(0)
      expect(traffic.observed).to.be.greaterThan(30)
    } finally {
      await sandbox.close()
    }
    expect(await traffic.violations()).to.deep.equal([])
  })
})
