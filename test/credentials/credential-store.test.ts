import { chmod, mkdir, readdir, readFile, symlink, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { accountsOf } from '../../src/credentials/accounts.ts'
import { credentialStore } from '../../src/credentials/credential-store.ts'
import { type Keyring, systemKeyring } from '../../src/credentials/keyring.ts'
import { AppError } from '../../src/errors.ts'
import type { CredentialStore } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import { repository } from '../support/command-line.ts'
import { type Bus, noKeyring, startBus, startKeyring, startLockedKeyring } from '../support/dbus.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const entry = path.join(repository, 'dist/keyring.js')

describe('the store of secrets', () => {
  const home = temporaryFolder()
  let said: string[] = []
  let bus: Bus | undefined
  beforeEach(() => void (said = []))
  afterEach(async () => {
    await bus?.[Symbol.asyncDispose]()
    bus = undefined
  })

  /** The keyring of that bus; without one, that of a machine that has none. */
  const keyringOf = (on: Bus | undefined, more: Partial<Parameters<typeof systemKeyring>[0]> = {}): Keyring =>
    systemKeyring({ entry, patienceMs: 10_000, env: on?.env ?? { PATH: process.env['PATH'] ?? '' }, ...more })

  const makeStore = (
    keyring: Keyring,
    { prefer = 'keyring', folder = 'config' }: { prefer?: 'keyring' | 'file'; folder?: string } = {},
  ): CredentialStore =>
    credentialStore({ configFolder: home.join(folder), prefer, keyring, warn: (one) => said.push(one) })

  const files = () => readdir(home.join('config/secrets')).catch(() => [])
  const allText = async () => {
    const all = await files()
    const texts = all.map((file) => readFile(path.join(home.join('config/secrets'), file), 'utf8'))
    return (await Promise.all(texts)).join('')
  }
  const revealed = async (store: CredentialStore, connection: string) =>
    Object.fromEntries(
      Object.entries(await store.read(connection)).map(([name, one]) => [name, one.reveal()]),
    )

  const jwt = { jwt: new Secret('the-jwt-of-main') }

  describe(`with a keyring${noKeyring === undefined ? '' : ` (skipped: ${noKeyring})`}`, () => {
    before(function () {
      if (noKeyring !== undefined) this.skip()
    })

    it('keeps secrets there, and nothing of them in a file', async () => {
      bus = await startKeyring()
      expect(await makeStore(keyringOf(bus)).write('main', jwt)).to.equal("the system's keyring")
      expect(await revealed(makeStore(keyringOf(bus)), 'main')).to.deep.equal({ jwt: 'the-jwt-of-main' })
      expect(await allText()).to.equal('{"in":"keyring"}\n')
      expect((await makeStore(keyringOf(bus)).places()).places).to.deep.equal({ main: { jwt: 'keyring' } })
      expect(said).to.deep.equal([])
    })

    it('keeps those of each connection and of each configuration folder apart', async () => {
      bus = await startKeyring()
      const [here, there] = [makeStore(keyringOf(bus)), makeStore(keyringOf(bus), { folder: 'other' })]
      await here.write('main', jwt)
      await here.write('main-2', { jwt: new Secret('another-jwt') })
      await there.write('main', { jwt: new Secret('jwt-of-elsewhere') })
      await there.remove('main')
      expect(await revealed(there, 'main')).to.deep.equal({})
      expect(await revealed(here, 'main')).to.deep.equal({ jwt: 'the-jwt-of-main' })
      await here.remove('main')
      expect(await revealed(here, 'main-2')).to.deep.equal({ jwt: 'another-jwt' })
    })

    it('takes every copy away: from the keyring, also one that no file tells of, and from files', async () => {
      bus = await startKeyring()
      const keyring = keyringOf(bus)
      await makeStore(keyring).write('main', jwt)
      const account = path.join(home.join('config/secrets'), 'secret.main.jwt.json')
      expect(await readFile(account, 'utf8')).to.contain('keyring')
      // A second secret, whose file is lost.
      await makeStore(keyring).write('main', { clientSecret: new Secret('client-secret') })
      await unlink(account.replace('jwt', 'clientSecret'))
      await makeStore(keyring, { prefer: 'file' }).write('main', { extra: new Secret('in-a-file') })
      await makeStore(keyring).remove('main')
      expect(await files()).to.deep.equal([])
      await makeStore(keyring, { prefer: 'file' }).write('main', { extra: new Secret('again') })
      // Were it still there, it would be found under its old name.
      const { of } = await accountsOf(home.join('config'), 'main')
      expect(await keyring.read([of('jwt'), of('clientSecret')])).to.deep.equal({})
    })

    it('puts what is too large for it into a file, says so once, and finds both', async () => {
      bus = await startKeyring()
      const keyring = keyringOf(bus, { mostBytes: 100 })
      const large = new Secret('x'.repeat(101))
      const where = await makeStore(keyring).write('main', { ...jwt, token: large })
      expect(where).to.equal(`the system's keyring and the folder ${home.join('config/secrets')}`)
      expect(said).to.have.length(1)
      expect(said[0]).to.contain('does not take token').and.contain('100 bytes')
      expect(await revealed(makeStore(keyring), 'main')).to.deep.equal({
        jwt: 'the-jwt-of-main',
        token: 'x'.repeat(101),
      })
    })

    it('leaves nothing there once files are chosen', async () => {
      bus = await startKeyring()
      const keyring = keyringOf(bus)
      await makeStore(keyring).write('main', jwt)
      const inFiles = makeStore(keyring, { prefer: 'file' })
      await inFiles.write('main', { jwt: new Secret('a-newer-jwt') })
      expect(await revealed(inFiles, 'main')).to.deep.equal({ jwt: 'a-newer-jwt' })
      const { of } = await accountsOf(home.join('config'), 'main')
      expect(await keyring.read([of('jwt')])).to.deep.equal({})
    })

    it('gives letters of every kind back as they were', async () => {
      bus = await startKeyring()
      const odd = 'pä ss"wörd\n\u{1f511}'
      await makeStore(keyringOf(bus)).write('main', { jwt: new Secret(odd) })
      expect(await revealed(makeStore(keyringOf(bus)), 'main')).to.deep.equal({ jwt: odd })
    })

    it('waits for one that is locked and that nobody unlocks only so long, and can be left at once', async () => {
      bus = await startLockedKeyring()
      const waited: number[] = []
      const keyring = keyringOf(bus, { patienceMs: 2_500, onWait: () => waited.push(1) })
      const since = performance.now()
      const where = await makeStore(keyring).write('main', jwt)
      expect(performance.now() - since).to.be.lessThan(10_000)
      expect(where).to.contain(home.join('config/secrets'))
      expect(said).to.have.length(1)
      expect(said[0]).to.contain('no answer within 2.5 seconds')
      expect(waited).to.have.length(1)
    })
  })

  describe('without one', () => {
    it('keeps secrets in files, says so once in a process, and finds them', async () => {
      const store = makeStore(keyringOf(undefined))
      expect(await store.write('main', jwt)).to.equal(`the folder ${home.join('config/secrets')}`)
      await store.write('lab', { jwt: new Secret('jwt-of-lab') })
      expect(said).to.have.length(1)
      expect(said[0])
        .to.contain('The keyring of this system cannot be used: this session has none')
        .and.contain(home.join('config/secrets'))
        .and.contain('credentials: file')
      expect(await revealed(makeStore(keyringOf(undefined)), 'main')).to.deep.equal({
        jwt: 'the-jwt-of-main',
      })
    })

    it('is not asked again for what lies in files, as whoever renews a token at night', async () => {
      await makeStore(keyringOf(undefined)).write('main', jwt)
      said = []
      let asked = 0
      const counted: Keyring = {
        read: async (accounts) => ((asked += accounts.length), {}),
        write: async () => ((asked += 1), {}),
        remove: async () => void (asked += 1),
      }
      await makeStore(counted).write('main', { jwt: new Secret('a-newer-jwt') })
      expect(await revealed(makeStore(counted), 'main')).to.deep.equal({ jwt: 'a-newer-jwt' })
      expect(asked).to.equal(0)
      expect(said).to.deep.equal([])
    })

    it('waits only so long for a bus on which nobody answers', async function () {
      if (noKeyring !== undefined) this.skip()
      bus = await startBus(['org.freedesktop.secrets'])
      const store = makeStore(keyringOf(bus, { patienceMs: 1_000 }))
      const since = performance.now()
      expect(await store.write('main', jwt)).to.contain(home.join('config/secrets'))
      await store.write('lab', jwt)
      expect(performance.now() - since).to.be.lessThan(5_000)
      expect(said).to.have.length(1)
    })

    it('takes away what lies in files', async () => {
      const store = makeStore(keyringOf(undefined))
      await store.write('main', jwt)
      await store.remove('main')
      expect(await files()).to.deep.equal([])
      expect(await store.read('main')).to.deep.equal({})
    })
  })

  describe('whose keyring has gone', () => {
    before(function () {
      if (noKeyring !== undefined) this.skip()
    })

    beforeEach(async () => {
      bus = await startKeyring()
      await makeStore(keyringOf(bus)).write('main', jwt)
      await bus[Symbol.asyncDispose]()
      bus = undefined
    })

    it('says where they lie and what to do', async () => {
      const error = (await makeStore(keyringOf(undefined))
        .read('main')
        .catch((thrown: unknown) => thrown)) as AppError
      expect(error).to.be.instanceOf(AppError).and.include({ exitCode: 2 })
      expect(error.message).to.contain('main').and.contain('the keyring, which cannot be used')
      expect(error.hint).to.contain('avatarctl login main')
    })

    it('takes none of them for gone', async () => {
      const error = await makeStore(keyringOf(undefined))
        .remove('main')
        .catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(AppError).and.have.property('hint').that.contains('still there')
      expect((await makeStore(keyringOf(undefined)).places()).places).to.deep.equal({
        main: { jwt: 'keyring' },
      })
    })

    it('keeps new ones in files', async () => {
      await makeStore(keyringOf(undefined)).write('main', { jwt: new Secret('a-newer-jwt') })
      expect(await revealed(makeStore(keyringOf(undefined)), 'main')).to.deep.equal({ jwt: 'a-newer-jwt' })
    })
  })

  it('keeps nothing at all where somebody does not want to wait for the keyring', async () => {
    const interrupted = home.join('interrupted.mjs')
    await writeFile(interrupted, "process.kill(process.pid, 'SIGINT')")
    const store = makeStore(keyringOf(undefined, { entry: interrupted }))
    const error = await store.write('main', jwt).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(AppError).and.include({ code: 'interrupted', exitCode: 130 })
    expect(await files()).to.deep.equal([])
  })

  it('calls an account the same before and after its folder is made, also where a link leads there', async () => {
    await mkdir(home.join('real'))
    await symlink(home.join('real'), home.join('link'))
    const accountIn = async (folder: string) => (await accountsOf(folder, 'main')).of('jwt')
    const before = await accountIn(home.join('link/config'))
    await mkdir(home.join('real/config'))
    expect(await accountIn(home.join('link/config'))).to.equal(before)
    expect(await accountIn(home.join('real/config'))).to.equal(before)
    expect(await accountIn(home.join('other'))).to.not.equal(before)
  })

  it('touches no keyring where files are chosen', async () => {
    const forbidden = () => Promise.reject(new Error('the keyring was asked'))
    const keyring: Keyring = {
      read: (all) => (all.length > 0 ? forbidden() : Promise.resolve({})),
      write: forbidden,
      remove: forbidden,
    }
    const store = makeStore(keyring, { prefer: 'file' })
    await store.write('main', jwt)
    expect(await revealed(store, 'main')).to.deep.equal({ jwt: 'the-jwt-of-main' })
    await store.remove('main')
    expect(said).to.deep.equal([])
  })

  it('says in a sentence that it cannot write', async function () {
    if (process.getuid?.() === 0) await mkdir(home.join('config'), { recursive: true })
    else this.skip()
    await writeFile(home.join('config/secrets'), 'a file where the folder should be')
    await chmod(home.join('config/secrets'), 0o600)
    const store = makeStore(keyringOf(undefined), { prefer: 'file' })
    const error = (await store.write('main', jwt).catch((thrown: unknown) => thrown)) as AppError
    expect(error).to.be.instanceOf(AppError).and.include({ code: 'cannot-write-output' })
    expect(error.message).to.contain(home.join('config/secrets'))
  })
})
