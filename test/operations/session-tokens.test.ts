import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { asSecret, sessionIn } from '../../src/operations/session-record.ts'
import { sessionTokens } from '../../src/operations/session-tokens.ts'
import type { Alone, ServiceSession, SessionService } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import { until } from '../support/until.ts'

type Thrown = Error & { kind?: string; hint?: string }

describe('the tokens of a kept session', () => {
  /** What is kept, and whatever happens to it in its order. */
  function practice(kept: Partial<ServiceSession> | undefined, own: Partial<SessionService> = {}) {
    const events: string[] = []
    let count = 1
    const session = (more: Partial<ServiceSession> = {}): ServiceSession => ({
      ...{ access: new Secret(`access ${count}`), renewal: new Secret(`renewal ${count}`) },
      ...{ since: Date.now(), lifeMs: 3_600_000, ...more },
    })
    const store = { acme: kept ? asSecret(session(kept)) : {} }
    const service: SessionService = {
      begin: () => Promise.reject(new Error('nobody signs in here')),
      renew(before) {
        events.push(`renew ${before.renewal?.reveal() ?? ''}`)
        count += 1
        return Promise.resolve(session())
      },
      end({ access }) {
        events.push(`end ${access.reveal()}`)
        return Promise.resolve()
      },
      ...own,
    }
    let last: Promise<unknown> = Promise.resolve()
    const alone: Alone = (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    }
    const parts = {
      ...{ connection: 'acme', service, alone },
      store: {
        read: () => Promise.resolve(store.acme),
        write(_: string, secrets: Record<string, Secret>) {
          const { access, renewing } = sessionIn(secrets)!
          events.push(`keep ${access.reveal()}${renewing === undefined ? '' : ', being renewed'}`)
          store.acme = secrets
          return Promise.resolve('here')
        },
      },
    }
    return {
      events,
      parts,
      kept: () => sessionIn(store.acme)!,
      put: (one: ServiceSession) => void (store.acme = asSecret(one)),
      session,
    }
  }

  const over = { since: Date.now() - 3_600_000 }
  const thrown = (work: Promise<unknown>) =>
    work.then(
      () => new Error('it succeeded') as Thrown,
      (error: unknown) => error as Thrown,
    )

  it('are given out as long as they are good', async () => {
    const { events, parts } = practice({})
    const tokens = sessionTokens(parts)
    expect([await tokens.current(), await tokens.current()]).to.deep.equal(['access 1', 'access 1'])
    expect(events).to.deep.equal([])
  })

  it('are renewed a little before they end: only once the new ones are kept are they given out', async () => {
    const { events, parts } = practice({ since: Date.now() - 3_545_000 })
    expect(await sessionTokens(parts).current()).to.equal('access 2')
    expect(events).to.deep.equal(['keep access 1, being renewed', 'renew renewal 1', 'keep access 2'])
  })

  it('are renewed once, however many ask, and when one was refused', async () => {
    const { events, parts } = practice({})
    const tokens = sessionTokens(parts)
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.current('access 1')))
    expect(new Set(all)).to.deep.equal(new Set(['access 2']))
    expect(events.filter((one) => one.startsWith('renew'))).to.have.length(1)
  })

  it('are those that another process has renewed meanwhile', async () => {
    const { events, parts, put, session } = practice(over)
    const [one, other] = [sessionTokens(parts), sessionTokens(parts)]
    expect(await Promise.all([one.current(), other.current()])).to.deep.equal(['access 2', 'access 2'])
    put(session({ access: new Secret('of a third') }))
    expect(await one.current('access 2')).to.equal('of a third')
    expect(events.filter((event) => event.startsWith('renew'))).to.have.length(1)
  })

  it('use nothing up where the store takes nothing', async () => {
    const { events, parts } = practice(over)
    const full = new AppError('cannot-write-output', 'The disk is full')
    const store = { ...parts.store, write: () => Promise.reject(full) }
    expect(await thrown(sessionTokens({ ...parts, store }).current())).to.equal(full)
    expect(events).to.deep.equal([])
  })

  it('are ended where they cannot be kept after all', async () => {
    const { events, parts } = practice(over)
    let writes = 0
    const write = (name: string, secrets: Record<string, Secret>) =>
      ++writes === 1
        ? parts.store.write(name, secrets)
        : Promise.reject(new AppError('cannot-write-output', 'Full'))
    await thrown(sessionTokens({ ...parts, store: { ...parts.store, write } }).current())
    expect(events.slice(1)).to.deep.equal(['renew renewal 1', 'end access 2'])
  })

  const refusing = (code: string, kind: string) => ({
    renew: () => Promise.reject(Object.assign(new Error(code), { kind, code, outcome: 'not-applied' })),
  })

  it('that are over for good are not asked for again, until somebody signs in anew', async () => {
    let asked = 0
    const { parts, put, session } = practice(over, {
      renew(before) {
        asked += 1
        return refusing('invalid_grant', 'unauthorised')
          .renew()
          .catch((error: unknown) => {
            expect(before.renewal?.reveal()).to.equal('renewal 1')
            throw error
          })
      },
    })
    const tokens = sessionTokens(parts)
    for (let times = 0; times < 3; times += 1) {
      const error = await thrown(tokens.current())
      expect(error).to.include({ kind: 'unauthorised' })
      expect(error.message).to.contain('has ended for acme')
      expect(error.hint).to.contain('avatarctl login acme')
    }
    expect(asked).to.equal(1)
    put(session({ access: new Secret('anew') }))
    expect(await tokens.current()).to.equal('anew')
  })

  it('say so when a run was ended while it renewed them', async () => {
    const { parts } = practice(
      { ...over, renewing: '2026-11-02T03:00:00.000Z' },
      refusing('invalid_grant', 'unauthorised'),
    )
    expect((await thrown(sessionTokens(parts).current())).message).to.contain(
      'it was being renewed at 2026-11-02T03:00:00.000Z',
    )
  })

  it('are not in doubt where the service was never reached', async () => {
    const { events, kept, parts } = practice(over, refusing('ECONNREFUSED', 'unavailable'))
    await thrown(sessionTokens(parts).current())
    expect(events).to.deep.equal(['keep access 1, being renewed', 'keep access 1'])
    expect(kept().renewing).to.equal(undefined)
  })

  it('are settled once a renewal has ended, whether anybody still waits for it or not', async () => {
    let answer: () => void = () => undefined
    const { events, parts, session } = practice(over, {
      renew: () =>
        new Promise((resolve) => (answer = () => resolve(session({ access: new Secret('late') })))),
    })
    const tokens = sessionTokens(parts)
    await tokens.settled()
    void tokens.current()
    await until(() => events.length > 0)
    const settled = tokens.settled().then(() => events.push('settled'))
    await new Promise((resolve) => setImmediate(resolve))
    answer()
    await settled
    expect(events).to.deep.equal(['keep access 1, being renewed', 'keep late', 'settled'])
  })

  it('are not over because the service is in trouble', async () => {
    const { kept, parts } = practice(over, refusing('503', 'unavailable'))
    expect(await thrown(sessionTokens(parts).current())).to.include({ kind: 'unavailable' })
    expect(kept().renewal?.reveal()).to.equal('renewal 1')
  })

  it('without a refresh token are used to their end, and then nobody is signed in', async () => {
    const { parts, put, session } = practice(undefined)
    const { renewal: _, ...bare } = session({ since: Date.now() - 3_599_000 })
    put(bare)
    expect(await sessionTokens(parts).current()).to.equal('access 1')
    put({ ...bare, since: Date.now() - 3_600_000 })
    expect((await thrown(sessionTokens(parts).current())).message).to.contain('has run out for acme')
  })

  it('are nobody’s where nobody has signed in', async () => {
    const { parts } = practice(undefined)
    const error = await thrown(sessionTokens(parts).current())
    expect(error).to.include({ kind: 'unauthorised', message: 'Nobody is signed in to acme' })
  })

  it('are no session where what is kept makes no sense', () => {
    for (const text of ['', 'x', 'null', '[]', '{"access":1,"since":1,"lifeMs":1}', '{"access":"a"}'])
      expect(sessionIn({ 'browser.session': new Secret(text) }), text).to.equal(undefined)
  })
})
