import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type ObservedExchange, type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 14: no secret appears in any output or file', () => {
  const home = temporaryFolder()
  const secrets = new Set<string>()
  let sandbox: Sandbox
  let said = ''

  /** What went over the wire as a secret, in either direction. */
  function observe({ request, answer }: ObservedExchange): void {
    const [, credentials] = (request.headers['authorization'] ?? '').split(' ')
    if (credentials) secrets.add(credentials)
    const body = answer.body.toString()
    const token = /"access_token":"([^"]+)"/.exec(body)?.[1]
    if (token !== undefined) secrets.add(token)
  }

  async function start(options: SandboxOptions = {}): Promise<void> {
    secrets.clear()
    said = ''
    const limits = { light: 500, medium: 400, heavy: 100, auth: 50, windowMs: 600 }
    sandbox = await startSandbox({ people: 10, limits, observe, ...options })
    const { RC_APP_CLIENT_SECRET: secret = '', RC_USER_JWT: jwt = '' } = sandbox.environment
    for (const one of [secret, jwt, ...jwt.split('.')]) secrets.add(one)
  }
  afterEach(() => sandbox.close())

  async function run(args: string[], env: Record<string, string> = {}): Promise<number | null> {
    const { code, stdout, stderr } = await avatarctl(args, {
      home: home.path,
      env: { ...sandbox.environment, ...env },
    })
    said += stdout + stderr
    return code
  }

  async function expectSilence(): Promise<void> {
    const files = (await readdir(home.path, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    )
    const written = await Promise.all(
      files.map(async (file) => {
        const whole = path.join(file.parentPath, file.name)
        return { where: whole, text: whole + (await readFile(whole)).toString('latin1') }
      }),
    )
    expect(secrets.size).to.be.greaterThan(4)
    for (const { where, text } of [{ where: 'output', text: said }, ...written]) {
      for (const secret of secrets) {
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
          expect(text.includes(form), `a secret in ${where}`).to.equal(false)
      }
    }
  }

  it('in runs that succeed, for people, for scripts, and with --debug', async () => {
    await start()
    for (const args of [
      ['list', '--debug'],
      ['sync', '--dry-run', '--debug'],
      ['sync', '--replace', 'all', '--yes', '--debug'],
      ['backup', '--json', '--debug'],
      ['restore', '--all', '--yes', '--json', '--debug'],
      ['runs', 'list'],
      ['vault', 'list'],
    ])
      expect(await run(args), args.join(' ')).to.equal(0)
    await expectSilence()
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
      expect(await run(['sync', '--replace', 'all', '--yes', '--debug'], env)).to.be.greaterThan(1)
      expect(await run(['sync', '--json', '--debug'], env)).to.not.equal(1)
      for (const secret of [...given, sandbox.environment['RC_USER_JWT'] ?? '']) secrets.add(secret)
      for (let extra = 0; extra < 5; extra += 1) secrets.add(`${extra} is never said`)
      await expectSilence()
    })
  }

  it('where an answer repeats what was sent', async () => {
    await start()
    sandbox.setFault({
      effect: {
        ...{ kind: 'answer', status: 400 },
        body: JSON.stringify({
          errors: [{ errorCode: 'CMN-101', message: sandbox.environment['RC_USER_JWT'] }],
        }),
      },
      ...{ path: /extension\?/, times: Infinity },
    })
    expect(await run(['list', '--debug'])).to.be.greaterThan(1)
    await expectSilence()
  })
})
