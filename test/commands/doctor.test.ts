import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import path from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import type { Finding } from '../../src/records.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Told {
  findings: Finding[]
  settings: { name: string; value: unknown; from: string; where: string | null }[]
  summary: { ok: number; warnings: number; errors: number }
}

describe('doctor', () => {
  const home = temporaryFolder()
  let sandbox: Sandbox | undefined
  afterEach(async () => {
    await sandbox?.close()
    sandbox = undefined
  })

  async function look(args: readonly string[] = [], env: Record<string, string> = {}) {
    const { code, json } = await avatarctl(['doctor', '--json', ...args], { home: home.path, env })
    const told = json<Told>()
    const about = (subject: string) => told.findings.filter((one) => one.subject === subject)
    return { code, told, about }
  }

  async function serve(options: SandboxOptions): Promise<Record<string, string>> {
    sandbox = await startSandbox({ people: 3, limits: 'none', ...options })
    return sandbox.environment
  }

  async function settings(text: string): Promise<void> {
    await mkdir(home.join('config'), { recursive: true })
    await writeFile(home.join('config/settings.yaml'), text)
  }

  it('finds everything in order on a new machine, and writes nothing', async () => {
    const { code, told } = await look()
    expect(told.summary).to.include({ errors: 0 })
    expect(code).to.equal(0)
    for (const folder of ['data', 'config', 'cache'])
      expect(statSync(home.join(folder), { throwIfNoEntry: false }), folder).to.equal(undefined)
  })

  it('says of each connection what works, and of the others what does not', async () => {
    await cp(path.join(repository, 'samples/company'), home.join('company'), { recursive: true })
    await settings(
      `connections:\n  office: { type: folder, options: { path: ${home.join('company')} } }\n  lab: { type: folder, options: { path: ${home.join('nowhere')} } }\n`,
    )
    const { code, about } = await look()
    expect(about('office').map(({ severity }) => severity)).to.deep.equal(['ok', 'ok'])
    expect(about('lab')).to.have.length(1)
    expect(about('lab')[0]).to.include({ severity: 'error', exitCode: 2 })
    expect(code).to.equal(2)
  })

  it('says who answers, what may be done, the limits as seen, and whether the clocks agree', async () => {
    const { code, about } = await look([], await serve({}))
    const said = about('ringcentral')
      .map(({ message }) => message)
      .join('\n')
    expect(said)
      .to.match(/answers, and may be read/)
      .and.match(/Photos may be changed/)
      .and.match(/Limits as seen: light \d+/)
      .and.match(/clocks agree/)
    expect(code).to.equal(0)
  })

  it('warns of a clock that is wrong', async () => {
    const clock = { now: () => Date.now() - 3_600_000 }
    const { about } = await look([], await serve({ clock }))
    expect(about('ringcentral').find(({ severity }) => severity === 'warning')?.message).to.match(
      /36\d\d s ahead of the service's/,
    )
  })

  it('tells a permission that is missing, in the app', async () => {
    const { code, about } = await look([], await serve({ appPermissions: ['ReadAccounts'] }))
    expect(about('ringcentral').at(-1)).to.include({ severity: 'error', exitCode: 5 })
    expect(about('ringcentral').at(-1)?.message).to.contain('EditExtensions')
    expect(code).to.equal(5)
  })

  it('tells a credential that is refused', async () => {
    const environment = await serve({})
    const { code, about } = await look([], { ...environment, RC_APP_CLIENT_SECRET: 'of-another-app' })
    const [secrets, answer] = about('ringcentral')
    expect(secrets?.message).to.equal('Secrets: clientSecret in the environment, jwt in the environment')
    expect(answer).to.include({ severity: 'error', exitCode: 5 })
    expect(code).to.equal(5)
  })

  it('tells where the secrets of a connection lie, and which is missing', async () => {
    await settings('connections:\n  acme: { type: ringcentral, options: { clientId: an-app } }\n')
    const { about } = await look([], { AVATARCTL_SECRET_ACME_JWT: 'from-the-environment' })
    expect(about('acme')[0]).to.include({
      severity: 'warning',
      message: 'Secrets: jwt in the environment, no clientSecret',
      hint: '`avatarctl login acme` asks for what is missing.',
    })
  })

  it('tells settings that are not right, with the line, and all the rest', async () => {
    await settings('size: 200\ngeneratr: initials\n')
    const { code, about, told } = await look()
    expect(about('file')[0]?.message).to.contain('line 2: "generatr" is not known')
    expect(about('node')[0]?.severity).to.equal('ok')
    expect(told.summary.errors).to.equal(1)
    expect(code).to.equal(2)
  })

  it('warns of a vault that lies in memory', async function () {
    if (process.platform !== 'linux' || !statSync('/dev/shm', { throwIfNoEntry: false })) this.skip()
    const folder = await mkdtemp('/dev/shm/avatarctl-test-')
    try {
      const { about } = await look(['--offline'], { AVATARCTL_DATA_DIR: path.join(folder, 'data') })
      expect(about('disk').find(({ severity }) => severity === 'warning')?.message).to.contain('in memory')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('says where each setting comes from', async () => {
    await settings(
      'concurrency: 4\nsize: 200\nconnections:\n  office: { type: folder, size: 300, options: { path: . } }\n',
    )
    const env = { AVATARCTL_GENERATOR: 'identicon' }
    const { told } = await look(['-d', 'office'], env)
    const from = (name: string) => {
      const { value, from, where } = told.settings.find((one) => one.name === name) ?? {}
      return [value, from, where]
    }
    expect(from('generator')).to.deep.equal(['identicon', 'environment', 'AVATARCTL_GENERATOR'])
    expect(from('size')).to.deep.equal([300, 'connection', 'office'])
    expect(from('concurrency')).to.deep.equal([4, 'settings', null])
    expect(from('kind')).to.deep.equal(['person', 'default', null])
  })
})
