import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { SandboxOptions } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { putConnection } from '../../src/settings/edit-connections.ts'
import { editSettings } from '../../src/settings/edit-settings.ts'
import { type Canary, plantSecrets } from '../support/canary.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { writeDirectory } from '../support/hostile-directories.ts'
import { linkPlugins, writePlugin } from '../support/hostile-plugins.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 14: no secret appears in any output or file', () => {
  const home = temporaryFolder()
  let canary: Canary
  const start = async (options?: SandboxOptions) => void (canary = await plantSecrets(home.path, options))
  afterEach(() => canary.sandbox.close())

  /** Every command that is there, in an order that gives each something to say. */
  const commands: readonly (readonly string[])[] = [
    ['list'],
    ['list', '--csv'],
    ['sync', '--dry-run', '--report', 'page.html'],
    ['list', '--gallery', 'gallery.html'],
    ['sync', '--replace', 'all', '--yes'],
    ['sync', '--size', '64'],
    ['backup', '--json'],
    ['generate', '--seed', 'Ada', '-o', 'images'],
    ['upload', '.', '--dry-run', '--json'],
    ['generators', 'list'],
    ['generators', 'show', 'initials'],
    ['generators', 'preview', 'initials', '--size', '32'],
    ['vault', 'list'],
    ['vault', 'verify', '--read-data', '--json'],
    ['vault', 'verify', '--rebuild', '--yes'],
    ['vault', 'export', 'originals'],
    ['vault', 'forget', 'admin@example.com', '--yes'],
    ['restore', '--all', '--yes', '--json'],
    ['vault', 'prune', '--yes'],
    ['runs', 'list'],
    ['doctor'],
    ['completion', 'bash'],
    ['doctor', '--json'],
    ['plugins', 'create', 'pixels'],
    ['plugins', 'list', '--verify'],
    ['connections', 'add', 'spare', '--type', 'sandbox'],
    ['connections', 'list'],
    ['connections', 'list', '--json'],
    ['connections', 'use', 'spare'],
    ['connections', 'test'],
    ['connections', 'test', '--json'],
    ['connections', 'remove', 'spare', '--yes'],
  ]
  /** There is nothing that these could be about. */
  const refused: readonly (readonly string[])[] = [
    ['runs', 'show', 'no-such-run'],
    ['connections', 'add', 'spare', '--type', 'ringcentral', '--option', 'jwt=a-jwt-that-was-typed'],
    ['connections', 'remove', 'none', '--yes'],
    ['plugins', 'install', './none.tgz'],
    ['plugins', 'link', '.'],
    ['plugins', 'update', '@acme/none'],
    ['plugins', 'unlink', '@acme/none'],
    ['login'],
    ['logout'],
    ['plugins', 'uninstall', '@acme/none'],
  ]

  it('in runs that succeed, of every command, with --debug', async function () {
    this.timeout(120_000)
    await start()
    for (const args of commands) expect(await canary.run([...args, '--debug']), args.join(' ')).to.equal(0)
    for (const args of refused) expect(await canary.run([...args, '--debug']), args.join(' ')).to.equal(2)
    canary.secrets.add('a-jwt-that-was-typed')
    await canary.expectSilence()
  })

  it('but where they are kept, in runs of a connection', async function () {
    this.timeout(120_000)
    await start()
    await canary.keep()
    const asking = commands.filter(([verb = '']) => ['list', 'sync', 'restore', 'connections'].includes(verb))
    for (const args of asking) expect(await canary.run([...args, '--debug']), args.join(' ')).to.equal(0)
    await canary.expectSilence()
  })

  it('of every command that there is: none is forgotten here', async () => {
    await start()
    const manifest = JSON.parse(await readFile(path.join(repository, 'oclif.manifest.json'), 'utf8')) as {
      commands: Record<string, unknown>
    }
    const tried = [...commands, ...refused].map((args) =>
      args.filter((word) => /^[a-z]+$/.test(word)).join(':'),
    )
    // `sandbox` prints the credentials of a made-up company for use, and `demo` knows no others.
    const elsewhere = ['sandbox', 'demo']
    for (const id of Object.keys(manifest.commands))
      expect(
        [...tried, ...elsewhere].some((one) => one.startsWith(id)),
        id,
      ).to.equal(true)
  })

  for (const [what, options, env] of [
    ['is refused the sign-in', {}, { RC_USER_JWT: 'e30.e30.forged-signature' }],
    ['has another app’s secret', {}, { RC_APP_CLIENT_SECRET: 'secret-of-another-app' }],
    ['lacks a permission', { appPermissions: [] }, {}],
    ['reaches nobody', {}, { RC_SERVER_URL: 'http://127.0.0.1:9' }],
    ['has a server that is not encrypted', {}, { RC_SERVER_URL: 'http://example.com' }],
    ['has an address with a password', {}, { RC_SERVER_URL: 'https://user:password-in-url@example.com' }],
    ['is sent to another host', { foreignImages: 'https://elsewhere.example' }, {}],
  ] as const) {
    it(`in a run that ${what}`, async function () {
      this.timeout(60_000)
      await start(options)
      const given = Object.values(env).flatMap(
        (value) => /password-in-url|secret-of.*|e30.*/.exec(value) ?? [],
      )
      expect(await canary.run(['sync', '--replace', 'all', '--yes', '--debug'], env)).to.be.greaterThan(1)
      for (const secret of [...given, canary.sandbox.environment['RC_USER_JWT'] ?? ''])
        canary.secrets.add(secret)
      for (let extra = 0; extra < 5; extra += 1) canary.secrets.add(`${extra} is never said`)
      await canary.expectSilence()
    })
  }

  it('where a plugin gives away whatever it finds in its process', async function () {
    this.timeout(60_000)
    await start()
    const seen = path.join(home.path, 'seen.json')
    const all =
      '{ env: process.env, argv: process.argv, flags: process.execArgv, request: { ...request, signal: 0 } }'
    await writePlugin(home.join('plugins'), 'robots', {
      open: 'globalThis.context = context',
      otherwise: `const all = JSON.stringify({ ...${all}, context })
        fs.writeFileSync(${JSON.stringify(seen)}, all)
        console.log(all)
        if (!person.name) throw new Error(all)
        return { bytes, label: all.slice(0, 100) }`,
    })
    await linkPlugins(home.join('data'), home.join('plugins'), ['robots'])
    expect(await canary.run(['sync', '-g', 'robots', '--max-changes', '100', '--debug', '--json'])).to.equal(
      0,
    )
    expect(await canary.run(['generate', '--seed', 'a@b.c', '-g', 'robots', '--debug', '--json'])).to.equal(3)
    expect((JSON.parse(await readFile(seen, 'utf8')) as { env: object }).env).to.deep.equal({})
    await canary.expectSilence()
  })

  it('where a generator gives away what it was handed, or cannot be opened with it', async function () {
    this.timeout(60_000)
    await start()
    const seen = path.join(home.path, 'seen.json')
    const told = 'JSON.stringify(secrets)'
    await writePlugin(home.join('plugins'), 'robots', {
      open: `const { secrets, options } = context
        globalThis.secrets = secrets
        fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ env: process.env, names: Object.keys(secrets) }))
        console.log(${told})
        if (options.door === 'locked') throw Object.assign(new Error(${told}), { kind: 'unauthorised', hint: ${told} })
        if (options.door === 'broken') throw new Error(${told})`,
      otherwise: `if (!person.name) throw new Error(${told})
        return { bytes, label: ${told}.slice(0, 100) }`,
      contribution: {
        ...{ secrets: ['token'], environment: { ROBOTS_TOKEN: 'token' } },
        options: { type: 'object', properties: { door: { type: 'string', description: 'How it is' } } },
      },
    })
    await linkPlugins(home.join('data'), home.join('plugins'), ['robots'])
    const token = 'token-of-the-robots'
    canary.secrets.add(token)
    const env = { ROBOTS_TOKEN: token }
    const sync = ['sync', '-g', 'robots', '--max-changes', '100', '--debug', '--json']
    expect(await canary.run(sync, env)).to.equal(0)
    expect(JSON.parse(await readFile(seen, 'utf8'))).to.deep.equal({ env: {}, names: ['token'] })
    const one = ['generate', '--seed', 'a@b.c', '-g', 'robots', '--debug', '--json']
    expect(await canary.run(one, env)).to.equal(3)
    expect(await canary.run([...one, '--option', 'robots.door=locked'], env)).to.equal(5)
    expect(await canary.run([...one, '--option', 'robots.door=broken'], env)).to.equal(3)
    expect(await canary.run([...one, '--option', `robots.token=${token}`], env)).to.equal(2)
    expect(await canary.run(one)).to.equal(2)
    await canary.expectSilence()
  })

  it('where a directory’s plugin gives away whatever it finds in its process, and what it was handed', async function () {
    this.timeout(60_000)
    await start()
    await canary.keep()
    const seen = path.join(home.path, 'seen.json')
    const all = 'JSON.stringify({ env: process.env, argv: process.argv, flags: process.execArgv, secrets })'
    await writeDirectory(
      home.join('plugins'),
      {
        open: `const all = ${all}
          fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ env: process.env, names: Object.keys(secrets) }))
          fs.mkdirSync(options.path, { recursive: true })
          console.log(all); console.error(all); warn(all)`,
        writePhoto: `throw refused('rejected', 'Not with ' + ${all})`,
        check: `if (purpose === 'write' && fs.existsSync(options.path + '/closed')) throw refused('forbidden', ${all})`,
      },
      { secrets: ['token', 'spare'] },
    )
    await linkPlugins(home.join('data'), home.join('plugins'), ['staff'])
    const options = { path: home.join('staff') }
    await editSettings(home.join('config'), (document) =>
      putConnection(document, { name: 'people', type: 'staff', options }),
    )
    const token = 'token-of-the-connection-people'
    canary.secrets.add(token)
    const env = { AVATARCTL_SECRET_PEOPLE_TOKEN: token }
    const sync = ['sync', '-d', 'people', '--debug']
    expect(await canary.run(sync, env)).to.equal(3)
    expect(await canary.run([...sync, '--json'], env)).to.equal(3)
    expect(await canary.run(['runs', 'list', '--json'], env)).to.equal(0)
    expect(JSON.parse(await readFile(seen, 'utf8'))).to.deep.equal({ env: {}, names: ['token'] })
    await writeFile(path.join(options.path, 'closed'), '')
    expect(await canary.run([...sync, '--json'], env)).to.equal(5)
    expect(await canary.run(['connections', 'test', 'people', '--debug'], env)).to.equal(5)
    for (let extra = 0; extra < 5; extra += 1) canary.secrets.add(`${extra} is never said`)
    await canary.expectSilence()
  })

  it('in an error that nobody has caught', async () => {
    await start()
    const jwt = canary.sandbox.environment['RC_USER_JWT'] ?? ''
    const thrown = `globalThis.fetch = () => { setImmediate(() => { throw new Error('lost ' + ${JSON.stringify(jwt)}) }); return new Promise(() => undefined) }`
    const startedBy = [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(thrown)}`]
    const env = canary.sandbox.environment
    const { code, stdout, stderr } = await avatarctl(['list', '--debug'], { home: home.path, env, startedBy })
    expect(code).to.equal(1)
    expect(stderr).to.match(/^Error: lost \[secret\]$/m)
    expect(stdout + stderr).to.not.contain(jwt)
  })

  it('where an answer repeats what was sent', async () => {
    await start()
    canary.sandbox.setFault({
      effect: {
        ...{ kind: 'answer', status: 400 },
        body: JSON.stringify({
          errors: [{ errorCode: 'CMN-101', message: canary.sandbox.environment['RC_USER_JWT'] }],
        }),
      },
      ...{ path: /extension\?/, times: Infinity },
    })
    expect(await canary.run(['list', '--debug'])).to.be.greaterThan(1)
    await canary.expectSilence()
  })
})
