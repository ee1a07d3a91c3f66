import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SandboxOptions } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { type Canary, plantSecrets } from '../support/canary.ts'
import { repository } from '../support/command-line.ts'
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
    ['sync', '--dry-run'],
    ['sync', '--replace', 'all', '--yes'],
    ['sync', '--size', '64'],
    ['backup', '--json'],
    ['generate', '--seed', 'Ada', '-o', 'images'],
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
    ['plugins', 'create', 'pixels'],
    ['plugins', 'list', '--verify'],
  ]
  /** There is nothing that these could be about. */
  const refused: readonly (readonly string[])[] = [
    ['runs', 'show', 'no-such-run'],
    ['plugins', 'install', './none.tgz'],
    ['plugins', 'link', '.'],
    ['plugins', 'update', '@acme/none'],
    ['plugins', 'unlink', '@acme/none'],
    ['plugins', 'uninstall', '@acme/none'],
  ]

  it('in runs that succeed, of every command, with --debug', async function () {
    this.timeout(60_000)
    await start()
    for (const args of commands) expect(await canary.run([...args, '--debug']), args.join(' ')).to.equal(0)
    for (const args of refused) expect(await canary.run([...args, '--debug']), args.join(' ')).to.equal(2)
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
