import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { type Canary, plantSecrets } from '../support/canary.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { linkPlugins } from '../support/hostile-plugins.ts'
import { writePackage } from '../support/made-up-package.ts'
import { beginLogin, connectAcme, sayYes } from '../support/signing-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { avatarctlInTerminal, keys, noTerminal } from '../support/terminal.ts'

interface Refused {
  error: { code: string; message: string; hint: string }
}

describe('login and logout', () => {
  const home = temporaryFolder()
  let canary: Canary
  let jwt: string
  let clientSecret: string
  beforeEach(async () => {
    canary = await plantSecrets(home.path, { refreshTokens: true })
    const { credentials, company } = canary.sandbox
    ;({ clientSecret } = credentials)
    jwt = credentials.issueJwt(company.admin.id)
    await connectAcme(home.path, canary.sandbox)
  })
  afterEach(() => canary.sandbox.close())

  const run = async (args: readonly string[], input: string | Uint8Array = '', env = {}) => {
    const ended = await avatarctl(args, { home: home.path, input, env })
    canary.hear(ended.stdout + ended.stderr)
    return ended
  }
  /** What is kept is the one place where secrets are. */
  const expectKeptOnly = async () => {
    const places = await canary.whereSecretsAre()
    expect(places.filter((place) => !place.startsWith('config/secrets/'))).to.deep.equal([])
    return places.length > 0
  }

  it('take secrets from standard input, try them, and keep them where nobody else looks', async () => {
    const given = `RC_APP_CLIENT_SECRET=${clientSecret}\nRC_USER_JWT=${jwt}\n`
    const { code, json, stderr } = await run(['login', '--json'], given)
    expect(code, stderr).to.equal(0)
    const { company } = canary.sandbox
    expect(json()).to.include({
      ...{ connection: 'acme', directory: `ringcentral:${company.accountId}`, way: 'secrets' },
      ...{ verified: true, session: null },
    })
    expect(await expectKeptOnly()).to.equal(true)
    expect((await run(['list', '-d', 'acme'])).code).to.equal(0)
    const out = await run(['logout'])
    expect(out.stdout).to.equal('Signed out of acme: clientSecret and jwt are gone from this machine.\n')
    expect(await expectKeptOnly()).to.equal(false)
    expect((await run(['logout', '--all'])).stdout).to.equal('Nobody was signed in to acme.\n')
    expect(canary.sandbox.liveSessions()).to.equal(0)
  })

  it('keep nothing that is refused, unless that is wished for', async () => {
    const [head = '', body = ''] = jwt.split('.')
    const wrong = `${head}.${body}.refused-signature`
    canary.secrets.add(wrong)
    const given = `clientSecret=${clientSecret}\njwt=${wrong}`
    const refused = await run(['login', 'acme', '--json'], given)
    expect(refused.code).to.equal(5)
    expect(refused.json<Refused>().error.hint).to.contain('Nothing was kept')
    expect(await expectKeptOnly()).to.equal(false)
    expect((await run(['login', 'acme', '--no-verify', '--quiet'], given)).code).to.equal(0)
    expect(await expectKeptOnly()).to.equal(true)
    const { log } = canary.sandbox
    expect(log.filter(({ path: one }) => one.includes('/oauth/token'))).to.have.length(1)
  })

  it('keep nothing where the service cannot be reached', async () => {
    await canary.sandbox.close()
    const { code, json } = await run(['login', '--json'], `clientSecret=${clientSecret}\njwt=${jwt}`)
    expect(code).to.equal(6)
    expect(json<Refused>().error.hint).to.contain('Nothing was kept')
    expect(await expectKeptOnly()).to.equal(false)
  }).timeout(60_000)

  it('refuse what is no secret in one sentence, and a secret in the place of a name without repeating it', async () => {
    for (const [args, input] of [
      [['login', 'acme'], ''],
      [['login', 'acme'], jwt],
      [['login', 'acme', '--secret', jwt], ''],
      [['login', jwt], ''],
      [['login', 'acme', '--secret', 'jwt'], 'a'.repeat(1_000_000)],
      [['login', 'acme', '--secret', 'jwt'], Buffer.from(jwt, 'utf16le')],
      [['logout', jwt], ''],
    ] as const) {
      const { code, stderr } = await run(args, input)
      expect(code, args.join(' ')).to.equal(2)
      expect(stderr.trim().split('\n').length, stderr).to.be.at.most(2)
    }
    expect(await expectKeptOnly()).to.equal(false)
  })

  it('say how to make a connection where there is none, and that some need no sign-in', async () => {
    await writeFile(home.join('config/settings.yaml'), 'version: 2\n')
    const none = await run(['login', '--json'])
    expect([none.code, none.json<Refused>().error.message]).to.deep.equal([
      2,
      'There is no connection to sign in to',
    ])
    expect(none.json<Refused>().error.hint).to.contain('connections add')
    await writeFile(
      home.join('config/settings.yaml'),
      `version: 2\nconnections:\n  here:\n    type: folder\n    options: { path: ${home.path} }\n`,
    )
    const folder = await run(['login', 'here', '--json'])
    expect(folder.json<Refused>().error.message).to.contain('needs no sign-in')
  })

  it('say when a variable goes before what was kept', async () => {
    const env = { AVATARCTL_SECRET_ACME_JWT: jwt }
    const given = `clientSecret=${clientSecret}\njwt=${jwt}`
    expect((await run(['login'], given, env)).stderr).to.contain('AVATARCTL_SECRET_ACME_JWT is set')
  })

  it('in a terminal, ask how, and then for what is not shown', async function () {
    this.timeout(60_000)
    // Reason for skipping: there is no terminal.
    if (noTerminal) this.skip()
    const { code, screen } = await avatarctlInTerminal(['login', 'acme'], {
      home: home.path,
      typed: [
        { after: /in the browser, or with secrets.*: /s, keys: `secrets${keys.enter}` },
        { after: /clientSecret \(RC_APP_CLIENT_SECRET\), not shown: /, keys: `${clientSecret}${keys.enter}` },
        { after: /jwt \(RC_USER_JWT\), not shown: /, keys: `${jwt}${keys.enter}` },
      ],
    })
    expect(code, screen).to.equal(0)
    expect(screen).to.contain('Signed in to acme: RingCentral')
    canary.hear(screen)
    expect(await expectKeptOnly()).to.equal(true)
  })

  it('in a terminal, change nothing when somebody stops in the middle', async function () {
    this.timeout(60_000)
    // Reason for skipping: there is no terminal.
    if (noTerminal) this.skip()
    for (const key of [keys.ctrlC, keys.ctrlD]) {
      const { code, screen } = await avatarctlInTerminal(['login', 'acme'], {
        home: home.path,
        typed: [
          { after: /or with secrets.*: /s, keys: `secrets${keys.enter}` },
          { after: /clientSecret .*, not shown: /, keys: `${clientSecret}${keys.enter}` },
          { after: /jwt .*, not shown: /, keys: key },
        ],
      })
      expect(code, screen).to.equal(130)
      expect(screen).to.contain('Nothing was changed')
      canary.hear(screen)
    }
    expect(await expectKeptOnly()).to.equal(false)
  })

  it('in a terminal, show the address for the browser and wait for it', async function () {
    this.timeout(60_000)
    // Reason for skipping: there is no terminal.
    if (noTerminal) this.skip()
    let visit: Promise<string> | undefined
    const { code, screen } = await avatarctlInTerminal(['login', 'acme', '--port', '0'], {
      home: home.path,
      typed: [
        { after: /or with secrets.*: /s, keys: keys.enter },
        { after: /Enter where the app has none: /, keys: `${clientSecret}${keys.enter}` },
      ],
      onScreen(shown) {
        const address = /^http:\S+state=\S+$/m.exec(shown)?.[0]
        if (address !== undefined && shown.includes('Waiting'))
          visit ??= sayYes({ address }, canary.sandbox.company.admin.id)
      },
    })
    expect(code, screen).to.equal(0)
    expect(await visit).to.contain('You have signed in')
    expect(screen).to.contain('It is renewed by itself until `avatarctl logout acme`; unused, it ends on 20')
  })

  it('work for a directory of a plugin’s, in a process of its own, by its manifest alone', async () => {
    const root = home.join('plugins/faces')
    const own = path.join(repository, 'packages/directory-ringcentral')
    const { avatarctl: manifest } = JSON.parse(await readFile(path.join(own, 'package.json'), 'utf8')) as {
      avatarctl: { contributes: { directories: Record<string, unknown>[] } }
    }
    const [{ environment: _, ...contribution } = {}] = manifest.contributes.directories
    const directories = [{ ...contribution, id: 'faces', module: './directory.mjs' }]
    await writePackage(root, {
      ...{ name: '@acme/faces', version: '1.2.0' },
      manifest: {
        engines: { avatarctl: '*' },
        oclif: {},
        avatarctl: { contributes: { directories } },
      },
      files: {
        'directory.mjs': `export { default } from ${JSON.stringify(path.join(own, 'dist/directory.js'))}`,
      },
    })
    await linkPlugins(home.join('data'), home.join('plugins'), ['faces'])
    await connectAcme(home.path, canary.sandbox, { type: 'faces' })
    expect((await run(['login', '--no-verify', '--secret', 'clientSecret'], clientSecret)).code).to.equal(0)
    const login = await beginLogin(home.path)
    await sayYes(login, canary.sandbox.company.admin.id)
    const { code, stderr } = await login.ended
    expect(code, stderr).to.equal(0)
    canary.sandbox.settings.tokenLifetimeMs = 1_000
    canary.sandbox.setFault({ path: '/extension', effect: { kind: 'refuse', code: 'OAU-129' } })
    const list = await run(['list', '-d', 'acme', '--json'])
    expect(list.code, list.stderr).to.equal(0)
    expect(await expectKeptOnly()).to.equal(true)
    expect((await run(['logout'])).code).to.equal(0)
    expect(canary.sandbox.liveSessions()).to.equal(0)
  }).timeout(60_000)
})
