import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { type Sandbox, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { credentialStore } from '../../../src/credentials/credential-store.ts'
import { Secret } from '../../../src/secret.ts'
import { putConnection } from '../../../src/settings/edit-connections.ts'
import { editSettings } from '../../../src/settings/edit-settings.ts'
import { avatarctl } from '../../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../../support/company.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

interface Told {
  error: { code: string; message: string; hint: string; exitCode: number }
}

interface Listed {
  name: string
  type: string
  options: Record<string, unknown>
  default: boolean
  from: string
  secrets: Record<string, string | null>
  problem: string | null
}

describe('avatarctl connections, in a script', () => {
  const home = temporaryFolder()
  const run = (args: string[], env: Record<string, string> = {}, cwd = home.path) =>
    avatarctl(['connections', ...args], { home: home.path, env, cwd })
  const told = async (args: string[], env: Record<string, string> = {}) => {
    const ended = await run([...args, '--json'], env)
    return { ...ended.json<Told>().error, code: ended.code }
  }
  const listed = async (env: Record<string, string> = {}) =>
    (await run(['list', '--json'], env)).json<{ connections: Listed[] }>().connections
  const settings = () => readFile(home.join('config/settings.yaml'), 'utf8')
  /** As `add` writes it. */
  const write = (name: string, type: string, options: Record<string, unknown>) =>
    editSettings(home.join('config'), (document) => putConnection(document, { name, type, options }))
  const writeFolder = (name: string) => write(name, 'folder', { path: home.join('company') })

  /** As `login` keeps them. */
  const keep = async (connection: string, secrets: Record<string, string>) => {
    const forbidden = () => Promise.reject(new Error('no keyring in tests'))
    const keyring = { read: forbidden, write: forbidden, remove: forbidden }
    const parts = {
      configFolder: home.join('config'),
      prefer: 'file' as const,
      keyring,
      warn: () => undefined,
    }
    const all = Object.entries(secrets).map(([name, value]) => [name, new Secret(value)] as const)
    await credentialStore(parts).write(connection, Object.fromEntries(all))
  }

  beforeEach(async () => makeCompany(home.join('company'), await fiveColleagues()))

  describe('add', () => {
    it('describes a directory that every command then finds, wherever it is run', async () => {
      const { code, json } = await run([
        'add',
        'main',
        '--type',
        'folder',
        '--option',
        'path=company',
        '--json',
      ])
      expect(code).to.equal(0)
      expect(json()).to.deep.include({ settings: home.join('config/settings.yaml') })
      expect(json<{ connection: Listed }>().connection).to.deep.include({
        ...{ name: 'main', type: 'folder', default: true, from: 'settings' },
        options: { path: home.join('company') },
      })
      await mkdir(home.join('elsewhere'))
      const people = await avatarctl(['list', '--json'], { home: home.path, cwd: home.join('elsewhere') })
      expect(people.json<{ people: unknown[] }>().people).to.have.length(4)
    })

    it('leaves comments as they are, and the settings where a link leads to', async () => {
      await mkdir(home.join('config'))
      await mkdir(home.join('kept'))
      await writeFile(home.join('kept/mine.yaml'), '# mine\nversion: 2\ngenerator: rings # nice\n')
      await symlink(home.join('kept/mine.yaml'), home.join('config/settings.yaml'))
      await run(['add', 'main', '--type', 'folder', '--option', 'path=company'])
      expect(await readFile(home.join('kept/mine.yaml'), 'utf8'))
        .to.match(/^# mine\nversion: 2\ngenerator: rings # nice\n/)
        .and.contain('path: ')
    })

    for (const [what, args, says] of [
      ['no kind of directory', ['add', 'main'], /--type says so\. Known here: folder, ringcentral, sandbox/],
      ['one that nobody knows', ['add', 'main', '--type', 'foldr'], /"foldr"\. Did you mean folder\?/],
      [
        'no name',
        ['add', '--type', 'folder'],
        /needs a name\. For example `avatarctl connections add folder/,
      ],
      ['a name that is not right', ['add', 'My Lab', '--type', 'sandbox'], /Did you mean my-lab\?/],
      [
        'a name that is another kind',
        ['add', 'ringcentral', '--type', 'sandbox'],
        /is another kind of directory/,
      ],
      [
        'an option that is missing',
        ['add', 'main', '--type', 'folder'],
        /Folder needs path\. Give --option path=VALUE/,
      ],
      [
        'an option that is not known',
        ['add', 'main', '--type', 'folder', '--option', 'path=x', '--option', 'pth=x'],
        /unknown key "pth".*Did you mean path\?/,
      ],
      [
        'an option without a value',
        ['add', 'main', '--type', 'folder', '--option', 'path'],
        /not of the form NAME=VALUE/,
      ],
      [
        'an option that is not right',
        ['add', 'main', '--type', 'folder', '--option', 'path='],
        /fewer than 1 character|lacks|is not right/,
      ],
      ['a flag that does not exist', ['add', 'main', '--type', 'sandbox', '--password', 'x'], /--password/],
    ] as const) {
      it(`refuses ${what}: exit 2, says what to do, and writes nothing`, async () => {
        const { code, message, hint } = await told([...args])
        expect(code).to.equal(2)
        expect(`${message}. ${hint}`).to.match(says)
        expect(existsSync(home.join('config'))).to.equal(false)
      })
    }

    it('takes no secret from the command line, and does not repeat it', async () => {
      const ended = await run([
        'add',
        'main',
        '--type',
        'ringcentral',
        '--option',
        'clientId=x',
        '--option',
        'jwt=the-jwt-itself',
      ])
      expect(ended.code).to.equal(2)
      expect(ended.stderr).to.contain('jwt is a secret').and.contain('avatarctl login')
      expect(ended.stdout + ended.stderr).to.not.contain('the-jwt-itself')
    })

    it('refuses a name that is taken; with --replace it takes its place, and what else was said of it stays', async () => {
      await writeFolder('main')
      const { code, hint } = await told(['add', 'main', '--type', 'folder', '--option', 'path=other'])
      expect(code).to.equal(2)
      expect(hint).to.contain('main-2').and.contain('--replace')
      await writeFile(
        home.join('config/settings.yaml'),
        (await settings()).replace('type: folder', 'type: folder # here\n    generator: rings'),
      )
      const again = ['add', 'main', '--type', 'folder', '--option', 'path=other', '--replace']
      expect((await run(again)).code).to.equal(0)
      expect(await settings())
        .to.contain(home.join('other'))
        .and.contain('generator: rings')
        .and.contain('# here')
    })

    it('gives the secrets of one service to no other', async () => {
      await write('main', 'ringcentral', { clientId: 'x' })
      await keep('main', { jwt: 'the-jwt' })
      await run(['add', 'main', '--type', 'ringcentral', '--option', 'clientId=y', '--replace'])
      expect((await listed())[0]?.secrets).to.deep.equal({ clientSecret: null, jwt: 'file' })
      await run(['add', 'main', '--type', 'folder', '--option', 'path=company', '--replace'])
      await run(['add', 'main', '--type', 'ringcentral', '--option', 'clientId=y', '--replace'])
      expect((await listed())[0]?.secrets).to.deep.equal({ clientSecret: null, jwt: null })
    })

    it('adds nothing to settings that are not right', async () => {
      await mkdir(home.join('config'))
      await writeFile(home.join('config/settings.yaml'), 'version: 2\ngeneratr: rings\n')
      const { code, message } = await told(['add', 'main', '--type', 'sandbox'])
      expect(code).to.equal(2)
      expect(message).to.contain('line 2').and.contain('generatr')
      expect(await settings()).to.equal('version: 2\ngeneratr: rings\n')
    })
  })

  describe('list', () => {
    const variables = {
      RC_APP_CLIENT_ID: 'an-app',
      RC_APP_CLIENT_SECRET: 'its-secret',
      RC_USER_JWT: 'its-jwt',
    }

    it('says so where there are none', async () => {
      expect((await run(['list'])).stdout).to.contain('`avatarctl connections add`')
    })

    it('has what the settings and the environment describe, which is the default, and where secrets lie', async () => {
      await writeFolder('main')
      await write('cloud', 'ringcentral', { clientId: 'other-app' })
      await keep('cloud', { jwt: 'the-jwt-of-cloud' })
      const env = { ...variables, AVATARCTL_SECRET_CLOUD_CLIENT_SECRET: 'the-secret-of-cloud' }
      const all = await listed(env)
      expect(all.map(({ name, from, default: used }) => [name, from, used])).to.deep.equal([
        ['main', 'settings', false],
        ['cloud', 'settings', false],
        ['ringcentral', 'environment', true],
      ])
      expect(all.map(({ secrets }) => secrets)).to.deep.equal([
        {},
        { clientSecret: 'environment', jwt: 'file' },
        { clientSecret: 'environment', jwt: 'environment' },
      ])
      const { stdout } = await run(['list'], env)
      expect(stdout)
        .to.match(/^main +folder +\S*company +needs none$/m)
        .and.match(/^cloud +ringcentral +other-app +clientSecret: environment, jwt: file$/m)
        .and.match(/^ringcentral \(default\) +ringcentral +an-app \(from the environment\) +environment$/m)
        .and.not.match(/its-secret|its-jwt|the-(jwt|secret)-of-cloud/)
      expect((await listed()).map(({ name, default: used }) => [name, used])).to.deep.equal([
        ['main', true],
        ['cloud', false],
      ])
    })

    it('names what is wrong with one, and shows the others', async () => {
      await writeFolder('main')
      await writeFile(
        home.join('config/settings.yaml'),
        `${await settings()}  old:\n    type: folderr\n  bad:\n    type: ringcentral\n    options:\n      jwt: in-the-open\n`,
      )
      const { code, stdout } = await run(['list'])
      expect(code).to.equal(0)
      expect(stdout)
        .to.match(/^old: .*"folderr", which nobody here brings/m)
        .and.match(/^bad: .*jwt in the settings, where everybody can read it/m)
        .and.match(/^main \(default\)/m)
      const asJson = (await run(['list', '--json'])).stdout
      expect(asJson).to.contain('"name":"bad"')
      expect(asJson + stdout).to.not.contain('in-the-open')
    })

    it('refuses secrets that others can read', async () => {
      await writeFolder('main')
      await keep('main', { jwt: 'the-jwt' })
      await chmod(home.join('config/secrets/secret.main.jwt.json'), 0o644)
      const { code, message, hint } = await told(['list'])
      expect(code).to.equal(2)
      expect(message).to.contain('others than you')
      expect(hint).to.contain('chmod 600')
    })

    it('refuses a choice of keyring or file that is neither', async () => {
      const { code, message } = await told(['list'], { AVATARCTL_CREDENTIALS: 'wallet' })
      expect(code).to.equal(2)
      expect(message).to.contain('AVATARCTL_CREDENTIALS')
    })
  })

  describe('use', () => {
    it('chooses what is used where none is named, several as well', async () => {
      await writeFolder('main')
      await write('lab', 'sandbox', {})
      expect((await run(['use', 'lab'])).code).to.equal(0)
      expect((await listed()).map(({ default: used }) => used)).to.deep.equal([false, true])
      const { json } = await run(['use', 'lab,main', '--json'])
      expect(json()).to.deep.include({ default: ['lab', 'main'] })
      expect((await listed()).map(({ default: used }) => used)).to.deep.equal([true, true])
    })

    it('refuses one that there is not, with the near one', async () => {
      await writeFolder('main')
      const { code, hint } = await told(['use', 'mian'])
      expect(code).to.equal(2)
      expect(hint).to.contain('Did you mean main?')
    })

    it('says that the environment goes before it', async () => {
      await writeFolder('main')
      const env = { RC_APP_CLIENT_ID: 'a', RC_APP_CLIENT_SECRET: 'secret-of-app', RC_USER_JWT: 'jwt-of-user' }
      expect((await run(['use', 'main'], env)).stderr).to.contain('names ringcentral')
    })
  })

  describe('remove', () => {
    it('asks first: nothing is done without --yes', async () => {
      await writeFolder('main')
      const { code, message } = await told(['remove', 'main'])
      expect(code).to.equal(2)
      expect(message).to.contain('--yes')
      expect(await listed()).to.have.length(1)
    })

    it('takes it away with its secrets, and says that the vault stays', async () => {
      await write('cloud', 'ringcentral', { clientId: 'x' })
      await keep('cloud', { jwt: 'the-jwt' })
      const { code, stdout } = await run(['remove', 'cloud', '--yes'])
      expect(code).to.equal(0)
      expect(stdout).to.contain('stay in the vault')
      expect(await settings()).to.not.match(/cloud|connections:|directory:/)
      await write('cloud', 'ringcentral', { clientId: 'x' })
      expect((await listed())[0]?.secrets).to.deep.equal({ clientSecret: null, jwt: null })
    })

    it('refuses one that there is not, and one that is in the environment', async () => {
      expect((await told(['remove', 'none', '--yes'])).code).to.equal(2)
      const env = { RC_APP_CLIENT_ID: 'a', RC_APP_CLIENT_SECRET: 'secret-of-app', RC_USER_JWT: 'jwt-of-user' }
      expect((await told(['remove', 'ringcentral', '--yes'], env)).message).to.contain(
        'environment variables',
      )
    })
  })

  describe('test', () => {
    let sandbox: Sandbox
    before(async () => void (sandbox = await startSandbox({ people: 12, limits: 'none' })))
    after(() => sandbox.close())

    const writeCloud = async (name = 'cloud', server = sandbox.environment['RC_SERVER_URL']) => {
      const { RC_MEDIA_URL: media, RC_APP_CLIENT_ID: clientId } = sandbox.environment
      await write(name, 'ringcentral', { server, media, clientId })
      const { RC_APP_CLIENT_SECRET: clientSecret = '', RC_USER_JWT: jwt = '' } = sandbox.environment
      await keep(name, { clientSecret, jwt })
    }

    it('says who it is, what it can and how fast it answers, with secrets from the store; writes nothing', async () => {
      await writeCloud()
      const before = sandbox.log.length
      const { code, json, stderr } = await run(['test', 'cloud', '--json'])
      expect(code, stderr).to.equal(0)
      expect(json()).to.deep.include({ name: 'cloud', type: 'ringcentral', write: { allowed: true } })
      expect(json()).to.have.nested.property('people.counted').that.is.greaterThan(11)
      expect(json())
        .to.have.property('directory')
        .that.matches(/^ringcentral:\d+$/)
      expect(json()).to.have.property('requests').that.is.greaterThan(2)
      const { stdout } = await run(['test'])
      expect(stdout)
        .to.contain('cloud works\n')
        .and.match(/^ {2}Reading +works: \d+ people$/m)
        .and.match(/^ {2}Writing +is allowed$/m)
        .and.match(/^ {2}Answers +opened in \d+ ms, one person looked up in \d+ ms; \d+ requests\n$/m)
      const methods = new Set(
        sandbox.log.slice(before).map(({ method, path }) => (path.includes('oauth') ? 'sign-in' : method)),
      )
      expect([...methods].sort()).to.deep.equal(['GET', 'sign-in'])
    })

    it('goes on where one may only read: exit 5 with the permission that is lacking', async () => {
      const limited = await startSandbox({ people: 3, limits: 'none', appPermissions: ['ReadAccounts'] })
      try {
        const { code, json } = await run(['test', 'ringcentral', '--json'], limited.environment)
        expect(code).to.equal(5)
        expect(json()).to.have.nested.property('write.allowed', false)
        expect(json()).to.have.nested.property('write.error.message').that.contains('EditExtensions')
        const { stdout } = await run(['test', 'ringcentral'], limited.environment)
        expect(stdout).to.contain('works, for reading only').and.contain('Edit Extensions')
      } finally {
        await limited.close()
      }
    })

    it('tests several at once, all where none is named; one that fails stops no other, and the worst exit code is told', async () => {
      await writeFolder('main')
      await writeCloud()
      await writeCloud('down', 'http://127.0.0.1:9')
      const { code, json } = await run(['test', '--json'])
      expect(code).to.equal(6)
      const { directories } = json<{ directories: { connection: string; exitCode: number }[] }>()
      expect(Object.fromEntries(directories.map((one) => [one.connection, one.exitCode]))).to.deep.equal({
        ...{ main: 0, cloud: 0, down: 6 },
      })
    })

    it('takes a pattern', async () => {
      await writeFolder('main')
      await writeCloud('cloud-a')
      await writeCloud('cloud-b')
      const { code, json } = await run(['test', 'ringcentral:cloud-*', '--json'])
      expect(code).to.equal(0)
      expect(
        json<{ directories: { connection: string }[] }>()
          .directories.map((one) => one.connection)
          .sort(),
      ).to.deep.equal(['cloud-a', 'cloud-b'])
    })

    it('says how one gets the secrets that it has not', async () => {
      await write('cloud', 'ringcentral', { clientId: 'x' })
      const { code, hint } = await told(['test', 'cloud'])
      expect(code).to.equal(5)
      expect(hint).to.contain('avatarctl login cloud')
    })

    it('exits 5 for a secret that is refused, 2 for a folder that is not there', async () => {
      await writeCloud()
      await keep('cloud', { jwt: 'e30.e30.forged-signature' })
      expect((await told(['test', 'cloud'])).code).to.equal(5)
      expect((await told(['test', 'folder:nowhere'])).code).to.equal(2)
    })
  })
})
