import { mkdir, writeFile } from 'node:fs/promises'
import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { secretVariable } from '../../src/plugins/find-directory.ts'
import { avatarctl, begin } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { conformance } from '../support/conformance.ts'
import { picture } from '../support/pictures.ts'
import { severalAccounts } from '../support/several-accounts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

interface Document {
  run: string | null
  directory: string
  changes: { person: { id: string }; action: string; outcome: string; reason: string }[]
  summary: Record<string, number>
  error?: { code: string; message: string; hint: string; exitCode: number }
  directories: { connection: string; exitCode: number; changes: { person: { id: string } }[] }[]
}

const traffic = conformance()

describe('only my photo, for somebody who is no administrator', () => {
  const home = temporaryFolder()
  let sandbox: Sandbox
  /** The id of the user who is signed in. */
  let me: number

  async function start(options: SandboxOptions = {}) {
    sandbox = await startSandbox({ people: 12, limits: 'none', observe: traffic.observe, ...options })
    me = ordinary(sandbox)
    await sandbox.company.setPhoto(me, null)
  }
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  const ordinary = ({ company }: Sandbox) =>
    company.people.find(({ admin, status }) => !admin && status === 'Enabled')!.id
  const environment = () => ({ ...sandbox.environment, RC_USER_JWT: sandbox.credentials.issueJwt(me) })
  const run = (args: string, env: Record<string, string> = {}) =>
    avatarctl(args.split(' '), { home: home.path, env: { ...environment(), ...env } })
  const sync = (more = '') => run(`sync --me --json${more}`)

  const mine = () => sandbox.company.photo(me)?.bytes
  const photosOfOthers = () =>
    sandbox.company.extensions
      .filter(({ id }) => id !== me)
      .map(({ id }) => [id, sandbox.company.photo(id)?.etag])
  const writes = () =>
    sandbox.log.filter(({ method, path }) => method !== 'GET' && path.includes('/extension/'))
  /** What was asked of extensions, without the query. */
  const extensionsAsked = (since = 0) =>
    new Set(
      sandbox.log
        .slice(since)
        .flatMap(({ path }) => (path.includes('/extension') ? [path.replace(/^.*?\/extension/, '')] : []))
        .map((path) => path.replace(/\?.*/, '')),
    )

  it('gets an avatar, is left alone when chosen, replaced when told to, and put back byte for byte', async () => {
    await start()
    const others = photosOfOthers()

    const filled = await sync()
    expect(filled.code, filled.stderr).to.equal(0)
    const { changes, summary, directory } = filled.json<Document>()
    expect(directory).to.equal(`ringcentral:${sandbox.company.accountId}`)
    expect(changes).to.have.length(1)
    expect(changes[0]).to.deep.include({ action: 'create', outcome: 'done', reason: 'no photo' })
    expect(changes[0]?.person.id).to.equal(String(me))
    expect(summary).to.include({ people: 1, done: 1 })
    expect(mine()).to.not.equal(undefined)

    const again = await sync()
    expect(again.code).to.equal(0)
    expect(again.json<Document>().changes).to.deep.equal([])
    expect(writes()).to.have.length(1)

    const chosen = await picture('teal', 'jpeg')
    await sandbox.company.setPhoto(me, chosen, 'image/jpeg')
    expect((await sync()).json<Document>().changes).to.deep.equal([])
    const unasked = await sync(' --replace all')
    expect(unasked.code).to.equal(2)
    expect(mine()).to.deep.equal(chosen)

    const replaced = await sync(' --replace all --yes')
    expect(replaced.code, replaced.stderr).to.equal(0)
    expect(replaced.json<Document>().changes[0]).to.include({ action: 'replace', outcome: 'done' })
    expect(mine()).to.not.deep.equal(chosen)

    const restored = await run('restore --me --json')
    expect(restored.code, restored.stderr).to.equal(0)
    expect(restored.json<Document>().changes[0]).to.include({ action: 'replace', outcome: 'done' })
    expect(mine()).to.deep.equal(chosen)
    expect(photosOfOthers()).to.deep.equal(others)
  })

  it('asks for nobody else, and never for the list', async () => {
    await start()
    await sync()
    await sandbox.company.setPhoto(me, await picture('teal'))
    await sync(' --replace all --yes')
    await run('restore --me --yes --json')
    expect([...extensionsAsked()]).to.have.members([
      ...['/~', `/${me}`, `/${me}/profile-image`, '/~/authz-profile/check'],
    ])
    expect(sandbox.log.filter(({ status }) => status >= 400)).to.deep.equal([])
    expect(sandbox.log.some(({ path }) => path.includes('targetExtensionId'))).to.equal(false)
  })

  it('writes nothing in a dry run, of a sync or a restore', async () => {
    await start()
    const planned = await sync(' --dry-run --exit-code')
    expect(planned.code, planned.stderr).to.equal(4)
    expect(planned.json<Document>().changes).to.have.length(1)
    expect(writes()).to.deep.equal([])
    expect(await snapshot(home.join('data'))).to.deep.equal({})

    await sync()
    const kept = await snapshot(home.join('data'))
    const back = await run('restore --me --dry-run --json')
    expect(back.json<Document>().changes[0]).to.include({ action: 'remove', outcome: 'planned' })
    expect(writes()).to.have.length(1)
    expect(await snapshot(home.join('data'))).to.deep.equal(kept)
  })

  it('takes the avatar away from who had no photo, and with --yes a chosen photo to go back to what a run found', async () => {
    await start()
    const { run: first } = (await sync()).json<Document>()
    const { code } = await run('restore --me --json')
    expect(code).to.equal(0)
    expect(mine()).to.equal(undefined)

    const chosen = await picture('teal')
    await sandbox.company.setPhoto(me, chosen)
    expect((await run(`restore --me --run ${first} --json`)).code).to.equal(2)
    expect(mine()).to.deep.equal(chosen)
    const back = await run(`restore --me --run ${first} --yes --json`)
    expect(back.code, back.stderr).to.equal(0)
    expect(mine()).to.equal(undefined)
  })

  it('leaves what a run of the administrator has left open to them', async () => {
    await start({ latencyMs: 100 })
    const admin = begin(['sync', '--json'], { home: home.path, env: sandbox.environment })
    await until(() => sandbox.log.some(({ method }) => method === 'PUT'))
    admin.kill('SIGKILL')
    await admin.ended
    await sandbox.company.setPhoto(me, null)
    sandbox.settings.latencyMs = 0
    const since = sandbox.log.length
    const { code, stderr } = await sync()
    expect(code, stderr).to.equal(0)
    expect([...extensionsAsked(since)].filter((path) => !path.startsWith('/~'))).to.have.members([
      ...[`/${me}`, `/${me}/profile-image`],
    ])
  })

  it('counts as named, whatever share of all may be changed, and has the letters that the settings choose', async () => {
    await start()
    await sync()
    const people = { [me]: { initials: 'QX' } }
    await mkdir(home.join('config'), { recursive: true })
    await writeFile(
      home.join('config', 'settings.json'),
      JSON.stringify({ version: 2, exclude: ['id=*'], maxChanges: '20%', people }),
    )
    const { changes } = (await sync()).json<Document>()
    expect(changes.map(({ action, outcome }) => [action, outcome])).to.deep.equal([['refresh', 'done']])
  })

  it('is asked for again where the service does not answer, and can be chosen by the environment', async () => {
    await start()
    sandbox.setFault({ path: /extension\/~$/, effect: { kind: 'answer', status: 503 }, times: 2 })
    const { code, json, stderr } = await run('sync --json', { AVATARCTL_ME: 'true' })
    expect(code, stderr).to.equal(0)
    expect(json<Document>().summary).to.include({ people: 1, done: 1 })
  })

  it('is that of the administrator in the practice company', async () => {
    await start()
    const { code, json, stderr } = await run('sync --me -d sandbox: --replace all --yes --json')
    expect(code, stderr).to.equal(0)
    expect(json<Document>().changes.map(({ outcome }) => outcome)).to.deep.equal(['done'])
  })

  it('works where not even the account may be seen, and it is the same directory', async () => {
    await start({ ordinaryPermissions: { ReadCompanyInfo: 'none' } })
    const { code, json, stderr } = await sync()
    expect(code, stderr).to.equal(0)
    expect(json<Document>().directory).to.equal(`ringcentral:${sandbox.company.accountId}`)
  })

  it('is what somebody is told to use who may not see the others', async () => {
    await start()
    const { code, json } = await run('sync --json')
    expect(code).to.equal(5)
    expect(json<Document>().error?.hint).to.match(/your own photo alone.*--me/i)
  })

  it('exits 5 before anything is sent where the role may not even edit its own user', async () => {
    await start({ ordinaryPermissions: { EditUserInfo: 'none' } })
    const { code, json } = await sync()
    expect(code).to.equal(5)
    expect(json<Document>().error?.message).to.contain('for themselves too')
    expect(writes()).to.deep.equal([])
  })

  for (const [args, names] of [
    ['sync --me --person ada@example.com', '--person'],
    ['sync --me --where department=Sales', '--where'],
    ['sync --me --kind all', '--kind'],
    ['sync --me --status disabled', '--status'],
    ['restore --me --all', '--all'],
    ['restore --me --person ada@example.com', '--person'],
  ] as const) {
    it(`names nobody else: ${args}`, async () => {
      await start()
      const { code, json } = await run(`${args} --json`)
      const { error } = json<Document>()
      expect(code).to.equal(2)
      expect(error?.message).to.contain(names).and.to.contain('--me')
      expect(error?.message.split('\n')).to.have.length(1)
      expect(sandbox.log).to.deep.equal([])
    })
  }

  for (const command of ['sync --me', 'sync --me --dry-run', 'restore --me', 'restore --me --dry-run']) {
    it(`says that a folder does not know who is asking: ${command}`, async () => {
      await start()
      await makeCompany(home.join('company'), await fiveColleagues())
      const before = await snapshot(home.join('company'))
      const { code, stdout, stderr } = await run(`${command} -d folder:company`)
      expect(code).to.equal(2)
      expect(stdout).to.equal('')
      expect(stderr.trim().split('\n')[0]).to.equal(
        `Error: The directory folder:${home.join('company')} does not know who you are`,
      )
      expect(stderr).to.contain('--person')
      expect(await snapshot(home.join('company'))).to.deep.equal(before)
    })
  }

  it('is somebody else in each of several directories', async () => {
    await start()
    const all = await severalAccounts(home.path, { berlin: {}, rome: {} })
    try {
      const users: string[] = []
      const env: Record<string, string> = {}
      for (const [name, there] of Object.entries(all.sandbox)) {
        const user = ordinary(there)
        await there.company.setPhoto(user, null)
        env[secretVariable(name, 'jwt')] = there.credentials.issueJwt(user)
        users.push(String(user))
      }
      const { code, json, stderr } = await all.run(['sync', '--me', '-d', 'berlin,rome', '--json'], env)
      expect(code, stderr).to.equal(0)
      expect(
        json<Document>().directories.map(({ changes }) => changes.map(({ person }) => person.id)),
      ).to.deep.equal(users.map((user) => [user]))
    } finally {
      await all.close()
    }
  })
})
