import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import type { Directory } from '@avatarctl/sdk'
import { openPace } from '@avatarctl/sdk/testing'
import { expect } from 'chai'
import { conformance } from '../../../test/support/conformance.ts'
import plugin from '../src/directory.ts'

const traffic = conformance()

describe('a RingCentral account, for somebody who is no administrator', () => {
  let sandbox: Sandbox
  let me: string
  const signal = new AbortController().signal
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  async function open(options: SandboxOptions = {}): Promise<Directory> {
    sandbox = await startSandbox({ people: 12, limits: 'none', observe: traffic.observe, ...options })
    const { serverUrl, mediaUrl, credentials, company } = sandbox
    const user = company.people.find(
      ({ id, admin, status }) => !admin && status === 'Enabled' && company.photo(id),
    )!
    me = String(user.id)
    return plugin.open({
      options: { server: serverUrl, media: mediaUrl, clientId: credentials.clientId },
      secrets: { clientSecret: credentials.clientSecret, jwt: credentials.issueJwt(user.id) },
      ...{ fetch: globalThis.fetch, pace: openPace, signal, stateFolder: '' },
      warn: () => undefined,
    })
  }
  const thrown = async (doing: Promise<unknown>) =>
    (await doing.then(
      () => ({}),
      (error: unknown) => error,
    )) as { kind?: string; code?: string; message?: string; hint?: string }

  it('knows who that is, as it knows them by their id', async () => {
    const directory = await open()
    const found = await directory.me!(signal)
    expect(found).to.deep.include({ id: me, kind: 'person', status: 'enabled' })
    expect(found).to.deep.equal(await directory.person(me, signal))
  })

  it('reads, writes and removes their own photo, with a check that asks for no right over others', async () => {
    const directory = await open()
    const found = await directory.me!(signal)
    await directory.check('write', signal)
    const before = await directory.readPhoto(found, signal)
    if (before.state !== 'present') return expect.fail('there is no photo')
    await directory.removePhoto!(found, { ifVersion: before.version, signal })
    expect(await directory.readPhoto(found, signal)).to.deep.equal({ state: 'missing' })
    await directory.writePhoto(found, before, { ifVersion: null, signal })
    const after = await directory.readPhoto(found, signal)
    expect(after.state === 'present' && Buffer.compare(after.bytes, before.bytes)).to.equal(0)
    expect(sandbox.log.filter(({ status }) => status >= 400)).to.deep.equal([])
  })

  it('is refused the list, in words that lead to --me', async () => {
    const directory = await open()
    const list = directory.people({ signal })[Symbol.asyncIterator]()
    const refused = await thrown(list.next())
    expect(refused).to.include({ kind: 'forbidden', code: 'CMN-419' })
    expect(refused.hint).to.contain('--me')
  })

  it('finds out before the first write that they may not even edit themselves', async () => {
    const directory = await open({ ordinaryPermissions: { EditUserInfo: 'none' } })
    await directory.me!(signal)
    const refused = await thrown(directory.check('write', signal))
    expect(refused).to.include({ kind: 'forbidden', code: 'CMN-408' })
    expect(refused.message).to.contain('for themselves too')
    expect(refused.hint).to.contain('their own user')
  })

  it('finds the account by their own extension where they may not see it, and says what else fails', async () => {
    const directory = await open({ ordinaryPermissions: { ReadCompanyInfo: 'none' } })
    expect(directory.identity).to.deep.equal({
      service: 'ringcentral',
      account: String(sandbox.company.accountId),
    })
    await sandbox.close()
    const nothing = { ReadCompanyInfo: 'none', ReadExtensions: 'none' } as const
    expect(await thrown(open({ ordinaryPermissions: nothing }))).to.include({ kind: 'forbidden' })
    expect(sandbox.liveSessions()).to.equal(0)
  })
})
