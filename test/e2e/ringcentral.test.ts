import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl, repository } from '../support/command-line.ts'
import { conformance } from '../support/conformance.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

interface Document {
  directory: string
  changes: { person: { id: string }; action: string; outcome: string; error: { code: string } | null }[]
  summary: Record<string, number>
  error?: { code: string; message: string; exitCode: number }
}

/** Whatever these tests send and are answered is held against the official description, where that is at hand. */
const traffic = conformance()
const breaksNothing = async () => expect(await traffic.violations()).to.deep.equal([])

describe('the main job: a RingCentral account', () => {
  afterEach(breaksNothing)
  const home = temporaryFolder()
  let sandbox: Sandbox | undefined
  const start = async (options: SandboxOptions = {}) => {
    sandbox = await startSandbox({
      people: 24,
      observe: traffic.observe,
      limits: { light: 500, medium: 400, heavy: 100, auth: 50, windowMs: 600 },
      ...options,
    })
    return sandbox
  }
  afterEach(async () => {
    await sandbox?.close()
    sandbox = undefined
  })
  const run = (args: string[], env: Record<string, string> = {}) =>
    avatarctl(args, { home: home.path, env: { ...sandbox?.environment, ...env } })

  /** What every extension shows, by its id. */
  const shown = ({ company }: Sandbox) =>
    new Map(company.extensions.map(({ id }) => [String(id), Buffer.from(company.photo(id)?.bytes ?? [])]))
  const eligible = ({ company }: Sandbox) =>
    company.extensions.filter(
      ({ type, status }) =>
        ['User', 'DigitalUser', 'VirtualUser', 'FlexibleUser'].includes(type) &&
        ['Enabled', 'NotActivated'].includes(status),
    )

  it('gives everybody without a photo a valid avatar, touches nobody else, and earns no 429', async () => {
    const { company, counters } = await start()
    const before = shown(sandbox as Sandbox)
    const { code, json, stderr } = await run(['sync', '--json'])
    expect(code, stderr).to.equal(0)
    const { summary, directory } = json<Document>()
    expect(directory).to.equal(`ringcentral:${company.accountId}`)
    const lacking = eligible(sandbox as Sandbox).filter(({ id }) => before.get(String(id))?.length === 0)
    expect(summary).to.include({ done: lacking.length, failed: 0, rateLimited: 0 })
    expect(summary['requests']).to.be.greaterThan(lacking.length)
    for (const { id } of lacking) {
      const { width, height } = await sharp(company.photo(id)?.bytes).metadata()
      expect({ width, height }).to.deep.equal({ width: 600, height: 600 })
    }
    const after = shown(sandbox as Sandbox)
    for (const [id, bytes] of before) if (bytes.length > 0) expect(after.get(id)).to.deep.equal(bytes)
    for (const { id } of company.extensions) {
      if (!lacking.some((one) => one.id === id))
        expect(after.get(String(id))).to.deep.equal(before.get(String(id)))
    }
    expect(counters.rateLimited).to.equal(0)
  })

  it('makes only the sign-in, account and list requests the second time', async () => {
    const { log } = await start()
    await run(['sync', '--json'])
    const first = log.length
    const { json } = await run(['sync', '--json'])
    expect(json<Document>().changes).to.deep.equal([])
    const paths = log.slice(first).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)
    expect(paths).to.deep.equal([
      'POST /restapi/oauth/token',
      'GET /restapi/v1.0/account/~',
      'GET /restapi/v1.0/account/~/extension',
      'POST /restapi/oauth/revoke',
    ])
  })

  it('puts every byte back', async () => {
    await start()
    const before = shown(sandbox as Sandbox)
    expect((await run(['sync', '--replace', 'all', '--yes'])).code).to.equal(0)
    const { code, json } = await run(['restore', '--all', '--yes', '--json'])
    expect(code).to.equal(0)
    expect(json<Document>().summary).to.include({ failed: 0 })
    expect(shown(sandbox as Sandbox)).to.deep.equal(before)
  })

  it('outlives its tokens, and earns no 429 under tight limits', async () => {
    const { counters } = await start({
      people: 12,
      tokenLifetimeMs: 700,
      limits: { light: 20, medium: 20, heavy: 3, auth: 20, windowMs: 500 },
    })
    const { code, json, stderr } = await run(['sync', '--json'])
    expect(code, stderr).to.equal(0)
    expect(json<Document>().summary).to.include({ failed: 0, rateLimited: 0 })
    expect(counters.rateLimited).to.equal(0)
  })

  it('presents a wrong JWT once, and exits 5 without showing it', async () => {
    const { log } = await start()
    const { code, stdout, stderr } = await run(['sync', '--json'], { RC_USER_JWT: 'eyJ-wrong-secret' })
    expect(code).to.equal(5)
    expect(log.filter(({ path }) => path.includes('/oauth/token'))).to.have.length(1)
    expect(stdout + stderr).to.not.contain('wrong-secret')
  })

  it('exits 5 before anything is overwritten when a permission is missing', async () => {
    const { log } = await start({ userPermissions: { EditUserInfo: 'none' } })
    const { code } = await run(['sync', '--replace', 'all', '--yes', '--json'])
    expect(code).to.equal(5)
    expect(log.filter(({ method }) => method === 'PUT')).to.deep.equal([])
  })

  for (const settings of [
    { imagesOnApi: 'redirect' },
    { missingPhoto: 'placeholder' },
    { missingPhoto: 'no-content' },
    { etagHeader: 'absent', totals: false },
    // Without headers the limits of the documentation are kept to, a real minute long.
    { people: 4, refusedLoginStatus: 401, limitHeaders: false },
  ] satisfies SandboxOptions[]) {
    it(`puts every byte back from a service with ${JSON.stringify(settings)}`, async () => {
      await start({ people: 10, ...settings })
      const before = shown(sandbox as Sandbox)
      expect((await run(['sync', '--replace', 'all', '--yes'])).code).to.equal(0)
      expect((await run(['restore', '--all', '--yes'])).code).to.equal(0)
      expect(shown(sandbox as Sandbox)).to.deep.equal(before)
    })
  }

  it('leaves out one person whom it may not edit, and serves the others', async () => {
    await start()
    const [one] = eligible(sandbox as Sandbox).filter(({ id }) => !sandbox?.company.photo(id))
    sandbox?.setFault({
      effect: { kind: 'refuse', code: 'CMN-408', parameters: { permissionName: 'EditUserInfo' } },
      ...{ method: 'PUT', path: `/${one?.id}/`, times: Infinity },
    })
    const { code, json } = await run(['sync', '--json'])
    expect(code).to.equal(3)
    const { changes, summary } = json<Document>()
    expect(summary).to.include({ failed: 1 })
    const failed = changes.filter(({ outcome }) => outcome === 'failed')
    expect(failed.map(({ person, error }) => [person.id, error?.code])).to.deep.equal([
      [String(one?.id), 'CMN-408'],
    ])
  })

  it('exits 2 before anything is overwritten when images lie on a host that was not named', async () => {
    const { log } = await start()
    const { code, stderr } = await run(['sync', '--replace', 'all', '--yes'], { RC_MEDIA_URL: '' })
    expect(code).to.equal(2)
    expect(stderr).to.contain('RC_MEDIA_URL')
    expect(log.filter(({ method }) => method === 'PUT')).to.deep.equal([])
  })

  it('follows no address to another host', async () => {
    const { log } = await start({ people: 1200, foreignPages: 'https://elsewhere.example' })
    const { code, stderr } = await run(['list'])
    expect(code).to.not.equal(0)
    expect(stderr).to.contain('not one of its own hosts')
    expect(log.every(({ status }) => status < 400)).to.equal(true)
  })
})

describe('a RingCentral that has trouble', () => {
  afterEach(breaksNothing)

  /** A run that was killed once it had sent some photos and knew of no answer. */
  async function killed(sandbox: Sandbox): Promise<void> {
    const lift = sandbox.setFault({
      effect: { kind: 'late' },
      path: /profile-image$/,
      method: 'GET',
      times: Infinity,
    })
    const child = begin(sandbox)
    child.stdout.resume()
    child.stderr.resume()
    const ended = once(child, 'close')
    const sent = () => sandbox.log.filter(({ method, status }) => method === 'PUT' && status === 204).length
    await until(() => sent() >= 5)
    child.kill('SIGKILL')
    await ended
    lift()
  }
  /** A sync that is under way. */
  function begin(sandbox: Sandbox, args: readonly string[] = []) {
    const folders = {
      AVATARCTL_DATA_DIR: home.join('data'),
      AVATARCTL_CACHE_DIR: home.join('cache'),
      AVATARCTL_CONFIG_DIR: home.join('config'),
    }
    return spawn(process.execPath, [path.join(repository, 'bin/run.js'), 'sync', '--json', ...args], {
      cwd: home.path,
      env: { ...process.env, ...sandbox.environment, ...folders },
    })
  }

  for (const effect of [{ kind: 'wrong-bytes' }, { kind: 'answer', status: 503 }] as const) {
    it(`settles what a killed run left, though images come as ${JSON.stringify(effect)} at first`, async function () {
      this.timeout(60_000)
      const sandbox = await startSandbox({ people: 12, limits: 'none', observe: traffic.observe })
      try {
        const photos = () =>
          new Map(sandbox.company.extensions.map(({ id }) => [id, sandbox.company.photo(id)?.bytes ?? null]))
        const before = photos()
        await killed(sandbox)
        sandbox.setFault({ effect, path: /profile-image$/, method: 'GET', times: 3 })
        const run = (...args: string[]) => avatarctl(args, { home: home.path, env: sandbox.environment })
        const first = await run('sync', '--json')
        expect([0, 3], first.stderr).to.include(first.code)
        expect((await run('sync', '--json')).code).to.equal(0)
        expect((await run('restore', '--all', '--yes', '--json')).code).to.equal(0)
        expect(photos()).to.deep.equal(before)
      } finally {
        await sandbox.close()
      }
    })
  }
  const home = temporaryFolder()

  for (const replace of [[], ['--replace', 'all', '--yes']]) {
    it(`knows its own pictures that are seen only after it looked for them: sync ${replace.join(' ')}`, async function () {
      this.timeout(60_000)
      const options = { people: 12, limits: 'none', recordDelayMs: 900, observe: traffic.observe } as const
      const sandbox = await startSandbox(options)
      try {
        const photos = () =>
          new Map(sandbox.company.extensions.map(({ id }) => [id, sandbox.company.photo(id)?.bytes ?? null]))
        const before = photos()
        await killed(sandbox)
        const run = (...args: string[]) =>
          avatarctl([...args, '--json'], { home: home.path, env: sandbox.environment })
        expect([0, 3]).to.include((await run('sync', ...replace)).code)
        // Now the lag is over.
        sandbox.settings.recordDelayMs = 0
        expect((await run('sync', ...replace)).code).to.equal(0)
        expect((await run('restore', '--all', '--yes')).code).to.equal(0)
        expect(photos()).to.deep.equal(before)
      } finally {
        await sandbox.close()
      }
    })
  }

  for (const { what, limits, args, isWaiting, done } of [
    {
      what: 'the next upload',
      limits: { light: 500, medium: 400, heavy: 2 },
      args: ['--concurrency', '1'],
      isWaiting: (_: Sandbox, stdout: string) => stdout.split('"outcome":"done"').length === 3,
      done: 2,
    },
    {
      what: 'a look',
      // Enough for the account, the check of permissions, and three people.
      limits: { light: 5, medium: 400, heavy: 100 },
      args: [],
      isWaiting: ({ log }: Sandbox) =>
        log.filter(({ path: asked }) => /extension\/\d+$/.test(asked)).length === 3,
      done: 0,
    },
  ]) {
    it(`is left at once when the run is stopped while it waits for ${what}`, async () => {
      const sandbox = await startSandbox({
        ...{ people: 20, observe: traffic.observe },
        limits: { ...limits, auth: 50, windowMs: 60_000 },
      })
      try {
        const child = begin(sandbox, args)
        let stdout = ''
        child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
        await until(() => isWaiting(sandbox, stdout))
        const stopped = performance.now()
        child.kill('SIGINT')
        expect((await once(child, 'close'))[0]).to.equal(130)
        expect(performance.now() - stopped).to.be.lessThan(10_000)
        expect((JSON.parse(stdout) as Document).summary).to.include({ done, failed: 0 })
      } finally {
        await sandbox.close()
      }
    })
  }

  it('loses nobody to answers that are lost, cut or refused for a moment', async () => {
    const sandbox = await startSandbox({
      people: 16,
      observe: traffic.observe,
      limits: { light: 500, medium: 400, heavy: 100, auth: 50, windowMs: 600 },
      faults: [
        { effect: { kind: 'answer', status: 503 }, method: 'GET', path: /extension\?/, nth: 1 },
        { effect: { kind: 'lost-answer' }, method: 'PUT', nth: 1 },
        { effect: { kind: 'reset', when: 'within', afterBytes: 2000 }, method: 'PUT', nth: 3 },
        { effect: { kind: 'answer', status: 503 }, method: 'PUT', nth: 5 },
        { effect: { kind: 'answer', status: 503, applied: true }, method: 'PUT', nth: 7 },
        { effect: { kind: 'reset', when: 'before' }, method: 'GET', path: 'profile-image', nth: 2 },
        { effect: { kind: 'cut-answer', afterBytes: 200 }, method: 'GET', path: 'profile-image', nth: 4 },
      ],
    })
    try {
      const { code, stdout } = await avatarctl(['sync', '--json'], {
        home: home.path,
        env: sandbox.environment,
      })
      expect(code, stdout).to.equal(0)
      const { json } = await avatarctl(['list', '--photo', 'missing', '--json'], {
        home: home.path,
        env: sandbox.environment,
      })
      expect(json<{ people: unknown[] }>().people).to.deep.equal([])
      expect(sandbox.counters.rateLimited).to.equal(0)
    } finally {
      await sandbox.close()
    }
  })
})
