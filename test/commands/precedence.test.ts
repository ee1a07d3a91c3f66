import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import schema from '../../schema/settings.schema.json' with { type: 'json' }
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, makeCompany } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Where a setting may be said, from the weakest to the strongest. */
const places = ['default', 'settings', 'connection', 'environment', 'flag'] as const
type Place = (typeof places)[number]

/** One setting, what is said in each place, and what a command then does. */
interface Row {
  /** Runs the real command with what is said so far; answers with what it did. */
  seen(args: string[], env: Record<string, string>): Promise<unknown>
  flag?: string[]
  environment?: Record<string, string>
  /** What stands in the settings, at the top and with the connection. */
  settings: unknown
  connection: unknown
  /** What the command does when this was the strongest that was said. */
  expected: Partial<Record<Place, unknown>>
}

const statuses = ['enabled', 'notActivated', 'disabled', 'unassigned']
const people: Colleague[] = [
  ...statuses.map((status, n) => ({ id: String(n + 1), name: `Ada ${status}`, status })),
  { id: '5', name: 'Room Turing', kind: 'other' },
  { id: '6', name: 'Joan Clarke' },
]

describe('what holds where several say something different', function () {
  this.timeout(120_000)
  const home = temporaryFolder()

  beforeEach(async () => {
    const bytes = await picture('grey')
    await makeCompany(home.join('company'), [
      ...people,
      { id: '7', name: 'Grey Shadow', status: 'unassigned', photo: { file: '7.png', bytes } },
    ])
  })

  const run = (args: string[], env: Record<string, string> = {}) => avatarctl(args, { home: home.path, env })

  async function answer<T>(args: string[], env: Record<string, string>): Promise<T> {
    const ended = await run([...args, '--json'], env)
    expect([0, 3], ended.stderr + ended.stdout).to.include(ended.code)
    return ended.json<T>()
  }

  async function say(settings: object): Promise<void> {
    await mkdir(home.join('config'), { recursive: true })
    await writeFile(home.join('config', 'settings.json'), JSON.stringify(settings))
  }

  interface Files {
    files: { person: { id: string }; generator: string; path: string; width: number; label: string | null }[]
    failed: unknown[]
  }
  const generate = (args: string[], env: Record<string, string>) =>
    answer<Files>(['generate', '-d', 'main', '-o', 'faces', ...args], env)
  const ids = async (args: string[], env: Record<string, string>) =>
    (await answer<{ people: { id: string }[] }>(['list', '-d', 'main', ...args], env)).people
      .map(({ id }) => id)
      .join()

  /** A plugin with generators that nobody would want, linked. */
  async function link(id: string, code: string, produces = 'artwork'): Promise<void> {
    const folder = home.join(`plugin-${id}`)
    await mkdir(folder)
    const generator = {
      ...{ id, title: id, description: id, module: './generator.js', produces, revision: 1 },
      ...{ deterministic: true, hosts: [], sends: [], licence: { code: 'MIT', artwork: 'CC0-1.0' } },
    }
    const manifest = {
      oclif: {},
      engines: { avatarctl: '^0.1.0' },
      avatarctl: { contributes: { generators: [generator] } },
    }
    await writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: id, version: '1.0.0', type: 'module', license: 'MIT', ...manifest }),
    )
    await writeFile(path.join(folder, 'generator.js'), code)
    expect((await run(['plugins', 'link', folder])).code).to.equal(0)
  }

  const svg = `'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="teal"/></svg>'`

  const rows: Record<string, Row> = {
    generator: {
      seen: async (args, env) => (await generate(args, env)).files[0]?.generator,
      ...{ flag: ['-g', 'identicon'], environment: { AVATARCTL_GENERATOR: 'initials' } },
      ...{ settings: 'identicon', connection: ['dicebear', 'initials'] },
      expected: {
        ...{ default: 'initials', settings: 'identicon', connection: 'dicebear' },
        ...{ environment: 'initials', flag: 'identicon' },
      },
    },
    generatorOptions: {
      async seen(args, env) {
        const { files } = await generate(['--format', 'svg', ...args], env)
        const drawn = await readFile(path.resolve(home.path, files[0]?.path ?? ''), 'utf8')
        return /#(\d)\1{5}/.exec(drawn)?.[1] ?? 'its own'
      },
      flag: ['--option', 'initials.palette=#444444'],
      environment: { AVATARCTL_OPTION: 'initials.palette=#333333' },
      settings: { initials: { palette: '#111111' } },
      connection: { initials: { palette: '#222222' } },
      expected: { default: 'its own', settings: '1', connection: '2', environment: '3', flag: '4' },
    },
    onFailure: {
      async seen(args, env) {
        await link('failing', 'export default { generate() { throw new Error("no") } }').catch(
          () => undefined,
        )
        const { files, failed } = await generate(['-g', 'failing,initials', ...args], env)
        return files.length > 0 ? 'next' : failed.length > 0 && 'skip'
      },
      ...{ flag: ['--on-failure', 'skip'], environment: { AVATARCTL_ON_FAILURE: 'next' } },
      ...{ settings: 'next', connection: 'skip' },
      expected: { default: 'skip', settings: 'next', connection: 'skip', environment: 'next', flag: 'skip' },
    },
    prefer: {
      async seen(args, env) {
        const photo = async (name: string, side: number, modified: string) =>
          link(
            name,
            `const bytes = Buffer.from('${(await picture('grey', 'png', side)).toString('base64')}', 'base64')
             export default { generate: () => ({ bytes, modified: '${modified}' }) }`,
            'photo',
          ).catch(() => undefined)
        await photo('small', 20, '2020-01-01T00:00:00Z')
        await photo('large', 40, '2021-01-01T00:00:00Z')
        await photo('fresh', 30, '2022-01-01T00:00:00Z')
        return (await generate(['-g', 'small,large,fresh', ...args], env)).files[0]?.generator
      },
      ...{ flag: ['--prefer', 'newest'], environment: { AVATARCTL_PREFER: 'first' } },
      ...{ settings: 'newest', connection: 'largest' },
      expected: {
        ...{ default: 'small', settings: 'fresh', connection: 'large', environment: 'small', flag: 'fresh' },
      },
    },
    size: {
      seen: async (args, env) => (await generate(args, env)).files[0]?.width,
      ...{ flag: ['--size', '67'], environment: { AVATARCTL_SIZE: '66' }, settings: 64, connection: 65 },
      expected: { default: 512, settings: 64, connection: 65, environment: 66, flag: 67 },
    },
    concurrency: {
      async seen(args, env) {
        // Tells how many it was asked for at the same time; each waits until nobody else comes.
        await link(
          'counting',
          `let now = 0, most = 0
           export default { async generate() {
             most = Math.max(most, (now += 1))
             for (let before = 0; before < most; await new Promise((r) => setTimeout(r, 150))) before = most
             now -= 1
             return { bytes: new TextEncoder().encode(${svg}), label: String(most) }
           } }`,
        ).catch(() => undefined)
        const many = Array.from({ length: 40 }, (_, n) => ({ id: String(n), name: `Person ${n}` }))
        await makeCompany(home.join('company'), many)
        const { files } = await generate(['-g', 'counting', '--format', 'svg', ...args], env)
        return Math.max(...files.map(({ label }) => Number(label)))
      },
      ...{
        flag: ['--concurrency', '2'],
        environment: { AVATARCTL_CONCURRENCY: '7' },
        settings: 3,
        connection: 5,
      },
      expected: { default: 32, settings: 3, connection: 5, environment: 7, flag: 2 },
    },
    kind: {
      seen: ids,
      ...{
        flag: ['--kind', 'other'],
        environment: { AVATARCTL_KIND: 'person' },
        settings: 'other',
        connection: 'all',
      },
      expected: { default: '1,2,6', settings: '5', connection: '1,2,5,6', environment: '1,2,6', flag: '5' },
    },
    status: {
      seen: ids,
      flag: ['--status', 'enabled'],
      ...{
        environment: { AVATARCTL_STATUS: 'unassigned' },
        settings: ['disabled'],
        connection: ['notActivated'],
      },
      expected: { default: '1,2,6', settings: '3', connection: '2', environment: '4,7', flag: '1,6' },
    },
    // What must be said on the spot has no variable.
    maxChanges: {
      async seen(args, env) {
        const { stderr, code } = await run(['sync', '-d', 'main', '--dry-run', ...args], env)
        return code === 0 ? 'all' : /allows (.*)\n/.exec(stderr)?.[1]
      },
      ...{
        flag: ['--max-changes', '100%'],
        environment: { AVATARCTL_MAX_CHANGES: '2' },
        settings: 1,
        connection: '0%',
      },
      expected: {
        ...{ default: 'all', settings: '1', connection: '0% of 3 people, which is 0' },
        ...{ environment: '0% of 3 people, which is 0', flag: 'all' },
      },
    },
    // Lists of the settings alone; those of a connection come on top of those for all.
    groups: {
      async seen(args, env) {
        const { files } = await generate(args, env)
        return files.map(({ generator }) => generator[0]).join('')
      },
      settings: [{ where: 'name=Joan*', generator: 'dicebear' }],
      connection: [{ where: 'id=1', generator: ['dicebear'] }],
      expected: { default: 'iii', settings: 'iid', connection: 'did' },
    },
    exclude: {
      async seen(args, env) {
        const { files } = await generate(args, env)
        return files.map(({ person }) => person.id).join()
      },
      ...{ settings: ['name=Joan*'], connection: ['id=1'] },
      expected: { default: '1,2,6', settings: '1,2', connection: '2' },
    },
    placeholders: {
      async seen(args, env) {
        const { summary } = await answer<{ summary: { missing: number } }>(
          ['list', '-d', 'main', '--status', 'unassigned', ...args],
          env,
        )
        return summary.missing
      },
      settings: ['0'.repeat(64)],
      connection: ['<grey>'],
      expected: { default: 1, settings: 1, connection: 2 },
    },
  }

  it('is told for every setting that there is', () => {
    const { type: _type, options: _options, ...rest } = schema.definitions.connection.properties
    expect(Object.keys(rest)).to.have.members(Object.keys(rows))
    const { $schema: _schema, version: _version, ...top } = schema.properties
    const forAll = ['directory', 'connections', 'people', 'trustedPlugins', 'credentials']
    expect(Object.keys(top)).to.have.members([...Object.keys(rows), ...forAll])
  })

  for (const [setting, row] of Object.entries(rows))
    it(`is, for ${setting}: ${Object.keys(row.expected).reverse().join(', ')}`, async () => {
      const main: Record<string, unknown> = { type: 'folder', options: { path: home.join('company') } }
      const settings: Record<string, unknown> = { version: 2, connections: { main } }
      let env: Record<string, string> = {}
      let args: string[] = []
      const grey = createHash('sha256')
        .update(await picture('grey'))
        .digest('hex')
      for (const place of places.filter((one) => one in row.expected)) {
        if (place === 'settings') settings[setting] = row.settings
        if (place === 'connection')
          main[setting] = JSON.parse(JSON.stringify(row.connection).replace('<grey>', grey)) as unknown
        if (place === 'environment') env = row.environment ?? {}
        if (place === 'flag') args = row.flag ?? []
        await say(settings)
        expect(await row.seen(args, env), place).to.deep.equal(row.expected[place])
      }
    })

  it('is, for the directory: the flag, its variable, the variables of a service, the settings, and nothing', async () => {
    await using sandbox = Object.assign(await startSandbox({ people: 2, limits: 'none' }), {
      [Symbol.asyncDispose]: () => sandbox.close(),
    })
    await makeCompany(home.join('other'), people)
    const folder = (name: string) => ({ type: 'folder', options: { path: home.join(name) } })
    const connections = { main: folder('company'), other: folder('other') }
    const seen = async (args: string[] = [], env: Record<string, string> = {}) =>
      (await answer<{ directory: string }>(['list', ...args], env)).directory
    const main = `folder:${home.join('company')}`
    const other = `folder:${home.join('other')}`
    const account = `ringcentral:${sandbox.company.accountId}`

    await say({ connections })
    expect((await run(['list'])).stderr).to.include('No directory was named')
    await say({ connections, directory: 'main' })
    expect(await seen()).to.equal(main)
    expect(await seen([], sandbox.environment)).to.equal(account)
    expect(await seen([], { ...sandbox.environment, AVATARCTL_DIRECTORY: 'other' })).to.equal(other)
    expect(await seen(['-d', 'main'], { ...sandbox.environment, AVATARCTL_DIRECTORY: 'other' })).to.equal(
      main,
    )
  })

  it('is, for a connection that is called after its service: the variables of that service', async () => {
    await using sandbox = Object.assign(await startSandbox({ people: 2, limits: 'none' }), {
      [Symbol.asyncDispose]: () => sandbox.close(),
    })
    const options = { server: 'http://127.0.0.1:9', clientId: 'another' }
    await say({ connections: { ringcentral: { type: 'ringcentral', options, status: ['disabled'] } } })
    const { directory } = await answer<{ directory: string }>(
      ['list', '-d', 'ringcentral'],
      sandbox.environment,
    )
    expect(directory).to.equal(`ringcentral:${sandbox.company.accountId}`)
  })

  it('is, for people and what is installed without asking: the settings alone', async () => {
    await say({ version: 2, people: { 1: { name: 'Xaver Yps', initials: 'XY' } } })
    const { files } = await answer<Files>(['generate', '-d', 'folder:company', '-o', 'faces'], {})
    expect(files[0]).to.deep.include({ label: 'XY', person: { id: '1', name: 'Xaver Yps' } })
  })

  it('names one person, and the exclusions hold no more for them', async () => {
    await say({ version: 2, exclude: ['id=*'] })
    const planned = async (...args: string[]) =>
      (
        await answer<{ changes: { person: { id: string }; action: string; reason: string }[] }>(
          ['sync', '-d', 'folder:company', '--dry-run', ...args],
          {},
        )
      ).changes.map(({ person, action, reason }) => [person.id, action, reason].join())
    const left = 'left alone by the settings (exclude)'
    expect(await planned()).to.deep.equal(['1', '2', '6'].map((id) => `${id},skip,${left}`))
    expect(await planned('--person', '6')).to.deep.equal(['6,create,no photo'])
  })
})
