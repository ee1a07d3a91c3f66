import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxOptions } from '@avatarctl/sandbox'
import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { type Canary, plantSecrets } from '../support/canary.ts'
import { answerOnPage, noChromium, openChromium } from '../support/chromium.ts'
import { avatarctl, begin, type Ended } from '../support/command-line.ts'
import { conformance } from '../support/conformance.ts'
import { beginLogin, connectAcme, sayYes } from '../support/signing-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const traffic = conformance()

/** A company whose secrets are watched, and a connection `acme` to it. */
function practice() {
  const home = temporaryFolder()
  let canary: Canary | undefined
  afterEach(async () => {
    await canary?.sandbox.close()
    canary = undefined
    expect(await traffic.violations()).to.deep.equal([])
  })
  return {
    home,
    get canary() {
      return canary as Canary
    },
    get sandbox() {
      return (canary as Canary).sandbox
    },
    async start(options: SandboxOptions = {}) {
      canary = await plantSecrets(home.path, {
        refreshTokens: true,
        limits: { light: 500, medium: 400, heavy: 100, auth: 50, windowMs: 600 },
        ...options,
      })
      const { settings } = canary.sandbox
      const { observe } = settings
      settings.observe = (exchange) => {
        observe?.(exchange)
        traffic.observe(exchange)
      }
      await connectAcme(home.path, canary.sandbox)
      return canary.sandbox
    },
    async run(args: readonly string[], input = ''): Promise<Ended> {
      const ended = await avatarctl(args, { home: home.path, input })
      canary?.hear(ended.stdout + ended.stderr)
      return ended
    },
  }
}

type Practice = ReturnType<typeof practice>

const appSecret = ({ sandbox }: Practice) => sandbox.credentials.clientSecret

/** Gives the secret of the app, as somebody does who sets a connection up. */
async function giveAppSecret(here: Practice): Promise<void> {
  const { code, stderr } = await here.run(
    ['login', 'acme', '--no-verify', '--secret', 'clientSecret'],
    appSecret(here),
  )
  expect(code, stderr).to.equal(0)
}

/** The same, and signs in as the administrator. */
async function signIn(here: Practice): Promise<void> {
  await giveAppSecret(here)
  const login = await beginLogin(here.home.path)
  await sayYes(login, here.sandbox.company.admin.id)
  const { code, stdout, stderr } = await login.ended
  here.canary.hear(stdout + stderr)
  expect(code, stderr).to.equal(0)
}

describe(`a sign-in in a browser${noChromium === undefined ? '' : ` (skipped: ${noChromium})`}`, () => {
  const here = practice()
  let browser: Browser | undefined
  before(async function () {
    if (noChromium !== undefined) return this.skip()
    browser = await openChromium()
  })
  after(() => browser?.close())

  const answer = async (address: string, decision: 'Allow' | 'Deny') => {
    const context = await browser!.newContext()
    const page = await context.newPage()
    return await answerOnPage(page, address, decision).finally(() => context.close())
  }

  it('is good for runs that outlive its tokens, side by side, until logout, which leaves nothing', async () => {
    const { company, log } = await here.start({ people: 30, tokenLifetimeMs: 1_500, refreshGraceMs: 0 })
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path, { args: ['--json'] })
    const shown = await answer(login.address, 'Allow')
    expect(shown.title).to.equal('You have signed in')
    const { code, stdout, stderr, json } = await login.ended
    here.canary.hear(stdout + stderr)
    expect(code, stderr).to.equal(0)
    expect(json()).to.deep.include({
      ...{
        connection: 'acme',
        directory: `ringcentral:${company.accountId}`,
        way: 'browser',
        verified: true,
      },
    })
    expect(json<{ session: object }>().session).to.include({ renewable: true })

    Object.assign(here.sandbox.limits, { heavy: 3 })
    const sync = here.run(['sync', '-d', 'acme', '--json'])
    let others = 0
    const progress = { isOver: false }
    void sync.then(() => (progress.isOver = true))
    while (!progress.isOver) {
      const list = await here.run(['list', '-d', 'acme', '--json'])
      expect(list.code, list.stderr).to.equal(0)
      others += 1
    }
    const synced = await sync
    expect(synced.code, synced.stderr).to.equal(0)
    expect(synced.json<{ summary: object }>().summary).to.include({ failed: 0 })
    expect(others).to.be.greaterThan(1)
    const grants = log.filter(({ path }) => path === '/restapi/oauth/token')
    expect(grants.length).to.be.greaterThan(3)
    expect(grants.every(({ status }) => status === 200)).to.equal(true)
    expect(here.sandbox.liveSessions()).to.equal(1)

    const places = await here.canary.whereSecretsAre()
    expect(places.filter((place) => !place.startsWith('config/secrets/'))).to.deep.equal([])
    expect(places).to.not.deep.equal([])
    const out = await here.run(['logout', 'acme', '--json'])
    expect(out.json()).to.deep.equal({
      connections: [{ connection: 'acme', removed: ['clientSecret'], session: 'ended', why: null }],
    })
    expect(here.sandbox.liveSessions()).to.equal(0)
    await here.canary.expectSilence()
    expect((await here.run(['logout', 'acme'])).code).to.equal(0)
    const after = await here.run(['list', '-d', 'acme'])
    expect(after.code).to.equal(5)
    expect(after.stderr).to.contain('avatarctl login acme')
  }).timeout(120_000)

  it('that somebody refuses is none', async () => {
    await here.start()
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path)
    const shown = await answer(login.address, 'Deny')
    expect(shown.title).to.equal('That did not work')
    const { code, stderr } = await login.ended
    expect(code).to.equal(5)
    expect(stderr).to.contain('access_denied').and.contain('somebody says no')
    expect(here.sandbox.liveSessions()).to.equal(0)
  })

  it('that comes back with another state is told so, and the right one still works', async () => {
    await here.start()
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path)
    const page = await browser!.newPage()
    const stray = new URL(login.redirectUri)
    stray.search = new URLSearchParams({ code: 'somebody else’s', state: 'of another sign-in' }).toString()
    const response = await page.goto(stray.href)
    expect(response?.status()).to.equal(400)
    expect(await page.locator('h1').innerText()).to.contain('not the sign-in')
    expect((await answerOnPage(page, login.address, 'Allow')).title).to.equal('You have signed in')
    await page.close()
    expect((await login.ended).code).to.equal(0)
  })

  it('whose browser is closed ends when its time is over', async () => {
    await here.start()
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path, { args: ['--timeout', '3'] })
    const page = await browser!.newPage()
    await page.goto(login.address)
    await page.close()
    const { code, stderr } = await login.ended
    expect(code).to.equal(5)
    expect(stderr).to.contain('Nobody signed in within 3 seconds')
  })

  it('with an address that is not registered ends at the service’s own page', async () => {
    await here.start({ redirectUris: ['http://127.0.0.1:28282/callback'] })
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path, { args: ['--timeout', '3'] })
    const page = await browser!.newPage()
    const response = await page.goto(login.address)
    expect(response?.status()).to.equal(400)
    expect(await page.locator('main').innerText()).to.contain('redirect_uri is not registered')
    await page.close()
    expect((await login.ended).code).to.equal(5)
  })
})

describe('a sign-in by way of this machine', () => {
  const here = practice()

  it('is good with an app that has no secret', async () => {
    await here.start({ appType: 'public' })
    const login = await beginLogin(here.home.path)
    await sayYes(login, here.sandbox.company.admin.id)
    expect((await login.ended).code).to.equal(0)
    expect((await here.run(['list', '-d', 'acme'])).code).to.equal(0)
    const out = await here.run(['logout'])
    expect(out.code).to.equal(0)
    expect(here.sandbox.liveSessions()).to.equal(0)
  })

  it('stands in for the one before, which is ended: nobody runs out of sessions', async () => {
    const { settings } = await here.start()
    settings.maxSessions = 2
    for (let times = 0; times < 3; times += 1) await signIn(here)
    expect(here.sandbox.liveSessions()).to.equal(1)
    expect((await here.run(['list', '-d', 'acme'])).code).to.equal(0)
  })

  it('stands in for a JWT, and a JWT for it', async () => {
    await here.start()
    const { credentials, company } = here.sandbox
    const jwt = credentials.issueJwt(company.admin.id)
    await giveAppSecret(here)
    expect((await here.run(['login', '--secret', 'jwt'], jwt)).code).to.equal(0)
    await signIn(here)
    const stored = async () => (await here.canary.whereSecretsAre()).filter((place) => place !== 'output')
    here.canary.secrets.clear()
    here.canary.secrets.add(jwt)
    expect(await stored()).to.deep.equal([])
    expect((await here.run(['login', '--secret', 'jwt'], jwt)).code).to.equal(0)
    expect(here.sandbox.liveSessions()).to.equal(0)
    expect(await stored()).to.not.deep.equal([])
    expect((await here.run(['list', '-d', 'acme'])).code).to.equal(0)
  })

  it('says when the port is taken', async () => {
    await here.start()
    await giveAppSecret(here)
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    const { code, stderr } = await here.run(['login', '--no-browser', '--port', String(port)])
    taken.close()
    expect(code).to.equal(2)
    expect(stderr).to.contain(`Port ${port}`).and.contain('--port')
  })

  it('ends with Ctrl-C, and nothing is left', async () => {
    await here.start()
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path)
    login.kill('SIGINT')
    expect((await login.ended).code).to.equal(130)
    expect(here.sandbox.liveSessions()).to.equal(0)
  })

  it('of somebody who may not look is ended again, and not kept', async () => {
    await here.start({ appPermissions: [] })
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path)
    await sayYes(login, here.sandbox.company.admin.id)
    const { code, stderr } = await login.ended
    expect(code).to.equal(5)
    expect(stderr).to.contain('Nothing was kept')
    expect(here.sandbox.liveSessions()).to.equal(0)
    expect((await here.run(['list', '-d', 'acme'])).stderr).to.contain('Nobody is signed in to acme')
  })

  it('lasts as long as its token where the app has no refresh tokens, and says so', async () => {
    await here.start({ refreshTokens: false, tokenLifetimeMs: 4_000 })
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path)
    await sayYes(login, here.sandbox.company.admin.id)
    const { stdout } = await login.ended
    expect(stdout).to.contain('gives no refresh token')
    expect((await here.run(['list', '-d', 'acme'])).code).to.equal(0)
    await until(() => here.sandbox.liveSessions() === 0)
    const { code, stderr } = await here.run(['list', '-d', 'acme'])
    expect(code).to.equal(5)
    expect(stderr).to.contain('has run out').and.contain('avatarctl login acme')
  })

  /** Kills a command while the answer to a renewal is on its way. */
  async function killWhileRenewing(): Promise<void> {
    const { sandbox, home } = here
    await signIn(here)
    await until(() => sandbox.company.extensions.length > 0 && isStale())
    const before = sandbox.log.length
    sandbox.setFault({ path: '/oauth/token', effect: { kind: 'late' } })
    const run = begin(['list', '-d', 'acme'], { home: home.path })
    await until(() =>
      sandbox.log.slice(before).some(({ path, fault }) => path.includes('/oauth/token') && fault === 'late'),
    )
    run.kill('SIGKILL')
    await run.ended
  }
  /** Whether every access token is over: refresh tokens go on. */
  const isStale = () => Date.now() > lastGrantAt() + here.sandbox.settings.tokenLifetimeMs
  const lastGrantAt = () => here.sandbox.log.findLast(({ path }) => path.includes('/oauth/token'))?.time ?? 0

  it('outlives a kill in the middle of a renewal where the service takes a used token once more', async () => {
    await here.start({ tokenLifetimeMs: 2_000 })
    await killWhileRenewing()
    const { code, stderr } = await here.run(['list', '-d', 'acme'])
    expect(code, stderr).to.equal(0)
    expect(here.sandbox.liveSessions()).to.equal(1)
  })

  it('is lost by it where the service does not, and says what to do', async () => {
    await here.start({ tokenLifetimeMs: 2_000, refreshGraceMs: 0 })
    await killWhileRenewing()
    const { code, stderr } = await here.run(['list', '-d', 'acme'])
    expect(code).to.equal(5)
    expect(stderr).to.contain('it was being renewed at').and.contain('avatarctl login acme')
    await signIn(here)
    expect((await here.run(['list', '-d', 'acme'])).code).to.equal(0)
  })

  it('outlives Ctrl-C in the middle of a renewal, which is finished and kept', async () => {
    const { log } = await here.start({ tokenLifetimeMs: 2_000, refreshGraceMs: 0 })
    await signIn(here)
    await until(isStale)
    here.sandbox.setFault({ path: '/oauth/token', effect: { kind: 'late', ms: 1_500 } })
    const run = begin(['list', '-d', 'acme'], { home: here.home.path })
    await until(() => log.some(({ fault }) => fault === 'late'))
    run.kill('SIGINT')
    expect((await run.ended).code).to.equal(130)
    await until(isStale)
    const { code, stderr } = await here.run(['list', '-d', 'acme'])
    expect(code, stderr).to.equal(0)
  })

  it('that is answered after Ctrl-C is ended at the service', async () => {
    const { log } = await here.start()
    await giveAppSecret(here)
    const login = await beginLogin(here.home.path)
    here.sandbox.setFault({ path: '/oauth/token', effect: { kind: 'late', ms: 1_000 } })
    const page = sayYes(login, here.sandbox.company.admin.id)
    await until(() => log.some(({ fault }) => fault === 'late'))
    login.kill('SIGINT')
    expect((await login.ended).code).to.equal(130)
    expect(await page).to.contain('That did not work')
    expect(here.sandbox.liveSessions()).to.equal(0)
  })

  it('outlives the loss of the answer to a renewal', async () => {
    const { log } = await here.start({ tokenLifetimeMs: 2_000 })
    await signIn(here)
    await until(isStale)
    here.sandbox.setFault({ path: '/oauth/token', effect: { kind: 'lost-answer' } })
    const { code, stderr } = await here.run(['list', '-d', 'acme'])
    expect(code, stderr).to.equal(0)
    expect(log.filter(({ fault }) => fault === 'lost-answer')).to.have.length(1)
  })

  it('that was ended at the service says so once, whoever asks, and how to begin again', async () => {
    const { log } = await here.start()
    await signIn(here)
    here.sandbox.endSessions()
    const before = log.length
    const { code, stderr } = await here.run(['sync', '-d', 'acme'])
    expect(code).to.equal(5)
    expect(stderr).to.contain('has ended for acme').and.contain('avatarctl login acme')
    expect(log.slice(before).filter(({ path }) => path.includes('/oauth/token'))).to.have.length(1)
  })

  it('is ended at the service when its connection is removed, and shown in the list until then', async () => {
    await here.start()
    await signIn(here)
    const listed = await here.run(['connections', 'list', '--json'])
    expect(listed.json<{ connections: object[] }>().connections[0]).to.deep.include({
      ...{ name: 'acme', session: 'file', secrets: { clientSecret: 'file', jwt: null } },
    })
    expect(here.sandbox.liveSessions()).to.equal(1)
    const { code, stderr, json } = await here.run(['connections', 'remove', 'acme', '--yes', '--json'])
    expect(code, stderr).to.equal(0)
    expect(json()).to.include({ session: 'ended', why: null })
    expect(here.sandbox.liveSessions()).to.equal(0)
  })

  it('is taken away by logout also when nobody answers at the service, which is said', async () => {
    await here.start()
    await signIn(here)
    await here.sandbox.close()
    const { code, stderr } = await here.run(['logout', 'acme'])
    expect(code).to.equal(0)
    expect(stderr).to.contain('could not be ended at the service')
    expect((await here.canary.whereSecretsAre()).filter((place) => place !== 'output')).to.deep.equal([])
  })
})
