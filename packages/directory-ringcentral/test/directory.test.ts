import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import type { Directory, Person } from '@avatarctl/sdk'
import { openPace } from '@avatarctl/sdk/testing'
import { expect } from 'chai'
import { conformance } from '../../../test/support/conformance.ts'
import plugin from '../src/directory.ts'

const traffic = conformance()

describe('the directory of a RingCentral account', () => {
  let sandbox: Sandbox
  const signal = new AbortController().signal

  async function open(options: SandboxOptions = {}): Promise<Directory> {
    sandbox = await startSandbox({ people: 12, limits: 'none', observe: traffic.observe, ...options })
    const { serverUrl, mediaUrl, credentials, environment } = sandbox
    return plugin.open({
      options: { server: serverUrl, media: mediaUrl, clientId: credentials.clientId },
      secrets: { clientSecret: credentials.clientSecret, jwt: environment['RC_USER_JWT'] ?? '' },
      ...{ fetch: globalThis.fetch, pace: openPace, signal, stateFolder: '' },
      warn: () => undefined,
    })
  }
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  async function everybody(directory: Directory): Promise<Person[]> {
    const people: Person[] = []
    for await (const person of directory.people({ signal })) people.push(person)
    return people
  }
  const withPhoto = () => sandbox.company.people.find(({ id }) => sandbox.company.photo(id))!
  const withoutPhoto = () => sandbox.company.people.find(({ id }) => !sandbox.company.photo(id))!
  const named = (id: number): Person => ({
    ...{ id: String(id), kind: 'person', status: 'enabled', photo: { state: 'unknown' } },
  })
  /** A picture of somebody else's, to be put up. */
  function picture() {
    const { bytes, mediaType } = sandbox.company.photo(withPhoto().id)!
    return { bytes, mediaType }
  }
  const caught = async (doing: Promise<unknown>) =>
    (await doing.then(
      () => ({}),
      (error: unknown) => error,
    )) as { kind?: string; code?: string; message?: string; hint?: string }

  it('takes users of every kind for people, and everything else for other', async () => {
    const directory = await open({ people: 60 })
    const kinds = new Map((await everybody(directory)).map(({ id, kind }) => [id, kind]))
    for (const { id, type } of sandbox.company.extensions) {
      const isPerson = ['User', 'DigitalUser', 'VirtualUser', 'FlexibleUser'].includes(type)
      expect(kinds.get(String(id)), type).to.equal(isPerson ? 'person' : 'other')
    }
  })

  for (const totals of [true, false]) {
    it(`lists page by page until there is no next one, ${totals ? 'with' : 'without'} totals`, async () => {
      const directory = await open({ people: 2_500, totals })
      const ids = (await everybody(directory)).map(({ id }) => id)
      expect(new Set(ids).size).to.equal(sandbox.company.extensions.length)
      const pages = sandbox.log.filter(({ path }) => path.includes('/extension?'))
      expect(pages).to.have.length(Math.ceil(sandbox.company.extensions.length / 1000))
    })
  }

  it('waits until the record shows what was put up, and then until it is gone', async () => {
    const directory = await open({ recordDelayMs: 500 })
    const person = named(withoutPhoto().id)
    const photo = picture()
    await directory.writePhoto(person, photo, { ifVersion: null, signal })
    const shown = await directory.readPhoto(person, signal)
    expect(shown).to.include({ state: 'present' })
    if (shown.state !== 'present') return
    expect(Buffer.compare(shown.bytes, photo.bytes)).to.equal(0)
    await directory.removePhoto?.(person, { ifVersion: shown.version, signal })
    expect(await directory.readPhoto(person, signal)).to.deep.equal({ state: 'missing' })
  })

  for (const [what, effect] of [
    ['the old image', { kind: 'answer', status: 200, body: 'old', headers: { 'Content-Type': 'image/png' } }],
    ['no image', { kind: 'refuse', code: 'CMN-102' }],
  ] as const) {
    it(`waits while the record shows what was put up, and ${what} is served`, async () => {
      const directory = await open()
      const person = named(withoutPhoto().id)
      const photo = picture()
      await directory.writePhoto(person, photo, { ifVersion: null, signal })
      sandbox.setFault({ effect, path: /profile-image/, method: 'GET', times: 2 })
      const shown = await directory.readPhoto(person, signal)
      expect(shown.state === 'present' && Buffer.compare(shown.bytes, photo.bytes)).to.equal(0)
    })
  }

  it('looks once where nothing was written', async () => {
    const directory = await open({ recordDelayMs: 500 })
    const asked = sandbox.log.length
    await directory.readPhoto(named(withoutPhoto().id), signal)
    expect(sandbox.log.length - asked).to.equal(1)
  })

  for (const [what, settings, code, sentence] of [
    ['the app may not edit', { appPermissions: ['ReadAccounts'] }, 'CMN-401', /app lacks.*EditExtensions/],
    ['the role may edit nobody', { userPermissions: { EditUserInfo: 'none' } }, 'CMN-408', /role/],
    ['the role may edit itself only', { userPermissions: { EditUserInfo: 'self' } }, 'CMN-408', /for others/],
  ] as const) {
    it(`finds out before the first write that ${what}`, async () => {
      const directory = await open(settings)
      await everybody(directory)
      const refusal = await caught(directory.check('write', signal))
      expect(refusal).to.include({ kind: 'forbidden', code })
      expect(refusal.message).to.match(sentence)
      expect(refusal.hint).to.match(/developer console|admin portal/)
      expect(sandbox.log.filter(({ method }) => method === 'PUT')).to.deep.equal([])
    })
  }

  it('lets the first write tell where the service does not know the question', async () => {
    const directory = await open({
      faults: [{ effect: { kind: 'refuse', code: 'CMN-120' }, path: 'authz-profile', times: Infinity }],
    })
    await directory.check('write', signal)
  })

  it('finds out before the first write that images lie on a host that is not asked', async () => {
    const directory = await open({ foreignImages: 'https://elsewhere.example' })
    await everybody(directory)
    const failure = await caught(directory.check('write', signal))
    expect(failure).to.include({ kind: 'unusable' })
    expect(failure.hint).to.contain('RC_MEDIA_URL')
  })

  it('ends the session again when it cannot be opened', async () => {
    const failure = await caught(open({ appPermissions: [] }))
    expect(failure).to.include({ kind: 'forbidden', code: 'CMN-401' })
    expect(sandbox.liveSessions()).to.equal(0)
  })

  for (const [path, kind] of [
    [/extension\?/, 'html'],
    [/extension\/\d+$/, 'html'],
    [/profile-image/, 'html'],
  ] as const) {
    it(`believes no page for people, where ${path.source} is asked for`, async () => {
      const directory = await open()
      sandbox.setFault({ effect: { kind, status: 200 }, path, times: Infinity })
      const asking = path.source.startsWith('extension\\?')
        ? everybody(directory)
        : directory.readPhoto(named(withPhoto().id), signal)
      expect(await caught(asking)).to.include({ kind: 'unavailable' })
    })
  }

  it('takes the record of another extension for no answer', async () => {
    const directory = await open()
    const other = { id: sandbox.company.admin.id + 1, profileImage: { uri: 'x' } }
    const body = JSON.stringify(other)
    const headers = { 'Content-Type': 'application/json' }
    sandbox.setFault({ effect: { kind: 'answer', status: 200, body, headers }, path: /extension\/\d+$/ })
    expect(await caught(directory.person(String(withPhoto().id), signal))).to.include({ kind: 'unavailable' })
  })

  it('sends the token to no other host, whatever an image’s address is', async () => {
    const directory = await open({ foreignImages: 'https://elsewhere.example' })
    const failure = await caught(directory.readPhoto(named(withPhoto().id), signal))
    expect(failure.message).to.contain('elsewhere.example')
    expect(failure.hint).to.contain('RC_MEDIA_URL')
  })
})
