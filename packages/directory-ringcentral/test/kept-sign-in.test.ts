import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { openPace } from '@avatarctl/sdk/testing'
import { expect } from 'chai'
import ringcentral from '../src/directory.ts'
import { conformance } from '../../../test/support/conformance.ts'

const traffic = conformance()

describe('a session of somebody who has signed in through the browser', () => {
  let sandbox: Sandbox
  const signal = new AbortController().signal
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  /** The directory, with the tokens that a tool hands out; `asked` is what it was asked for. */
  async function start(options: SandboxOptions = {}) {
    sandbox = await startSandbox({ people: 5, limits: 'none', observe: traffic.observe, ...options })
    const { serverUrl, mediaUrl, credentials } = sandbox
    const asked: (string | undefined)[] = []
    async function signIn(): Promise<string> {
      const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')
      const answer = await fetch(`${serverUrl}/restapi/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: credentials.issueJwt(sandbox.company.admin.id),
        }),
      })
      return ((await answer.json()) as { access_token: string }).access_token
    }
    let token = await signIn()
    const tokens = {
      async current(refused?: string) {
        asked.push(refused)
        if (refused === token) token = await signIn()
        return token
      },
    }
    const directory = await ringcentral.open({
      options: { server: serverUrl, media: mediaUrl, clientId: credentials.clientId },
      secrets: { clientSecret: credentials.clientSecret },
      ...{ tokens, fetch: globalThis.fetch, pace: openPace, signal, stateFolder: '/nowhere' },
      warn: () => undefined,
    })
    return { directory, asked }
  }

  it('sends what it is handed, and never the app’s own sign-in', async () => {
    const { directory, asked } = await start()
    const before = sandbox.log.length
    for await (const person of directory.people({ signal })) await directory.person(person.id, signal)
    expect(sandbox.log.slice(before).filter(({ path }) => path.includes('oauth'))).to.deep.equal([])
    expect(asked.every((refused) => refused === undefined)).to.equal(true)
  })

  it('says which token was refused, and goes on with another', async () => {
    const { directory, asked } = await start()
    sandbox.endSessions()
    expect((await directory.person(String(sandbox.company.admin.id), signal)).id).to.be.a('string')
    expect(asked.filter((refused) => refused !== undefined)).to.have.length(1)
  })

  it('goes on when the directory is closed: it is the tool’s', async () => {
    const { directory } = await start()
    await directory.close?.()
    expect(sandbox.liveSessions()).to.equal(1)
  })

  it('asks who it is, so that a right on oneself is not taken for one on others', async () => {
    const { directory } = await start()
    // Who stands first in the list may see others from now on, and edit nobody else.
    sandbox.settings.ordinaryPermissions['ReadExtensions'] = 'all'
    sandbox.company.change(sandbox.company.admin.id, { admin: false })
    for await (const person of directory.people({ signal })) expect(person.id).to.not.equal('')
    const refused = await directory.check('write', signal).then(
      () => undefined,
      (error: unknown) => error as { kind?: string; message: string },
    )
    expect(refused).to.include({ kind: 'forbidden' })
    expect(refused?.message).to.contain('signed-in user')
  })
})
