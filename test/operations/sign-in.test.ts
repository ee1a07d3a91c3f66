import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { asSecret, sessionIn } from '../../src/operations/session-record.ts'
import { signIn, type SignInParts } from '../../src/operations/sign-in.ts'
import { signOut } from '../../src/operations/sign-out.ts'
import type { ServiceSession } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'

const ofUser = ['jwt']
const identity = { service: 'acme', account: '1' }
const secret = (text: string) => new Secret(text)
const session = (name: string): ServiceSession => ({
  ...{ access: secret(`access ${name}`), renewal: secret(`renewal ${name}`) },
  ...{ since: Date.now(), lifeMs: 1000 },
})

describe('signing in and out', () => {
  /** What happens, in its order, and what is kept. */
  function practice(kept: Record<string, Secret> = {}, more: Partial<SignInParts['store']> = {}) {
    const events: string[] = []
    let held = { ...kept }
    const parts: SignInParts = {
      connection: 'acme',
      alone: (work) => work(),
      service: {
        begin: () => Promise.reject(new Error('nobody goes to the browser here')),
        renew: () => Promise.reject(new Error('nothing is renewed here')),
        end: ({ access }) => Promise.resolve(void events.push(`end ${access.reveal()}`)),
      },
      store: {
        read: () => Promise.resolve({ ...held }),
        write(_, secrets) {
          events.push(`write ${Object.keys(secrets).join(' ')}`)
          held = { ...held, ...secrets }
          return Promise.resolve('the place')
        },
        remove() {
          events.push('remove')
          held = {}
          return Promise.resolve()
        },
        ...more,
      },
    }
    return {
      ...{ events, parts },
      verify: () => Promise.resolve(void events.push('verify')).then(() => identity),
      kept: () => Object.fromEntries(Object.entries(held).map(([name, one]) => [name, one.reveal()])),
      session: () => sessionIn(held)?.access.reveal(),
    }
  }
  async function thrown(work: Promise<unknown>): Promise<unknown> {
    try {
      await work
    } catch (error) {
      return error
    }
    return new Error('it succeeded')
  }

  it('keeps secrets once the directory was opened with them', async () => {
    const { events, kept, parts, verify } = practice({ clientSecret: secret('app') })
    const signedIn = await signIn(parts, { secrets: { jwt: secret('token') } }, { verify, ofUser })
    expect(events).to.deep.equal(['verify', 'write jwt'])
    expect(kept()).to.deep.equal({ clientSecret: 'app', jwt: 'token' })
    expect(signedIn).to.include({ identity, kept: 'the place', session: undefined, left: undefined })
  })

  it('changes nothing where it is refused, and says so', async () => {
    const { events, kept, parts } = practice({ jwt: secret('before') })
    const verify = () => Promise.reject(new AppError('refused', 'No', { hint: 'Ask somebody.' }))
    const error = await thrown(signIn(parts, { secrets: { jwt: secret('wrong') } }, { verify, ofUser }))
    const hint = 'Ask somebody. Nothing was kept; what was kept before is as it was.'
    expect(error).to.include({ code: 'refused', message: 'No', hint })
    expect(events).to.deep.equal([])
    expect(kept()).to.deep.equal({ jwt: 'before' })
  })

  it('keeps what was given as it is where nobody wants it tried', async () => {
    const { events, parts } = practice()
    const signedIn = await signIn(parts, { secrets: { jwt: secret('a') } }, { verify: undefined, ofUser })
    expect(events).to.deep.equal(['write jwt'])
    expect(signedIn.identity).to.equal(undefined)
  })

  it('keeps a session in the place of secrets of the user, but not of the app', async () => {
    const {
      kept,
      parts,
      session: now,
      verify,
    } = practice({ clientSecret: secret('app'), jwt: secret('old') })
    await signIn(parts, { secrets: {}, session: session('one') }, { verify, ofUser })
    expect(Object.keys(kept())).to.have.members(['clientSecret', 'browser.session'])
    expect(now()).to.equal('access one')
  })

  it('ends the session before, once there is another way', async () => {
    const before = { clientSecret: secret('app'), ...asSecret(session('old')) }
    const browser = practice(before)
    await signIn(browser.parts, { secrets: {}, session: session('new') }, { verify: browser.verify, ofUser })
    expect(browser.events.at(-1)).to.equal('end access old')
    expect(browser.session()).to.equal('access new')
    const jwt = practice(before)
    await signIn(jwt.parts, { secrets: { jwt: secret('token') } }, { verify: jwt.verify, ofUser })
    expect(jwt.events.at(-1)).to.equal('end access old')
    expect(jwt.kept()).to.deep.equal({ clientSecret: 'app', jwt: 'token' })
  })

  it('goes on with a session when the app has got another secret', async () => {
    const { events, parts, session: now, verify } = practice(asSecret(session('one')))
    await signIn(parts, { secrets: { clientSecret: secret('new') } }, { verify, ofUser })
    expect(events).to.deep.equal(['verify', 'write clientSecret'])
    expect(now()).to.equal('access one')
  })

  it('keeps what a session was renewed to while it was tried', async () => {
    const { parts, session: now } = practice()
    const verify = async ({ store }: { store: SignInParts['store'] }) => {
      await store.write('acme', asSecret(session('renewed')))
      return identity
    }
    await signIn(parts, { secrets: {}, session: session('first') }, { verify, ofUser })
    expect(now()).to.equal('access renewed')
  })

  it('ends a session that is not kept: refused, or for want of room', async () => {
    const refused = practice()
    const verify = () => Promise.reject(new AppError('refused', 'No'))
    await thrown(signIn(refused.parts, { secrets: {}, session: session('one') }, { verify, ofUser }))
    expect(refused.events).to.deep.equal(['end access one'])
    const full = practice({}, { write: () => Promise.reject(new AppError('cannot-write-output', 'Full')) })
    await thrown(signIn(full.parts, { secrets: {}, session: session('one') }, { verify: undefined, ofUser }))
    expect(full.events).to.deep.equal(['end access one'])
  })

  it('says why the session before is left', async () => {
    const { parts, verify } = practice(asSecret(session('old')))
    parts.service!.end = () => Promise.reject(new Error('nobody answers'))
    const { left } = await signIn(parts, { secrets: { jwt: secret('a') } }, { verify, ofUser })
    expect(left).to.equal('nobody answers')
  })

  it('signs out: ends the session, and takes everything away', async () => {
    const { events, kept, parts } = practice({ jwt: secret('a'), ...asSecret(session('one')) })
    const out = await signOut(parts)
    expect(out).to.deep.equal({
      ...{ connection: 'acme', removed: ['jwt', 'browser.session'], session: 'ended', why: undefined },
    })
    expect(events).to.deep.equal(['end access one', 'remove'])
    expect(kept()).to.deep.equal({})
    expect(await signOut(parts)).to.deep.include({ removed: [], session: 'none' })
  })

  it('takes everything away also where the service does not answer, or nothing can be read', async () => {
    const gone = practice(asSecret(session('one')))
    gone.parts.service!.end = () => Promise.reject(new Error('nobody answers'))
    expect(await signOut(gone.parts)).to.include({ session: 'left', why: 'nobody answers' })
    expect(gone.kept()).to.deep.equal({})
    const locked = practice({}, { read: () => Promise.reject(new Error('it is locked')) })
    expect(await signOut(locked.parts)).to.include({ session: 'none', why: 'it is locked' })
    expect(locked.events).to.deep.equal(['remove'])
  })
})
