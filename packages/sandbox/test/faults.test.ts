import { expect } from 'chai'
import type { Fault, FaultEffect } from '../src/index.ts'
import { ACCOUNT, failure, imagePath, picture, practise, somebody, upload, type Practice } from './client.ts'

describe('faults', () => {
  let here: Practice
  let target: number
  beforeEach(async () => {
    here = await practise({ limits: 'none' })
    target = somebody(here.sandbox, 'without')
  })
  afterEach(() => here.close())

  const set = (effect: FaultEffect, which: Partial<Fault> = { path: 'profile-image' }) =>
    here.sandbox.setFault({ ...which, effect })
  const put = () => here.call(imagePath(target), upload(Buffer.concat([picture(), Buffer.alloc(500_000)])))
  const image = () => here.call(here.sandbox.mediaUrl + imagePath(somebody(here.sandbox, 'with')))
  const applied = () => here.sandbox.company.photo(target) !== null

  it('reset the connection before, within and after the body, and nothing is done', async () => {
    const resets: FaultEffect[] = [
      { kind: 'reset', when: 'before' },
      { kind: 'reset', when: 'within', afterBytes: 0 },
      { kind: 'reset', when: 'within', afterBytes: 100_000 },
      { kind: 'reset', when: 'after' },
    ]
    for (const effect of resets) {
      set(effect)
      expect((await failure(put())).message).to.equal('fetch failed')
      expect(applied()).to.be.false
      expect(here.sandbox.log.at(-1)).to.include({ status: 0, fault: 'reset', method: 'PUT', group: 'heavy' })
    }
    expect((await put()).status).to.equal(204)
  })

  it('lose an answer to what was done', async () => {
    set({ kind: 'lost-answer' })
    await failure(put())
    expect(applied()).to.be.true
    expect(here.sandbox.log.at(-1)!.status).to.equal(0)
  })

  it('cut an answer off', async () => {
    for (const afterBytes of [0, 1, 100]) {
      set({ kind: 'cut-answer', afterBytes })
      expect((await failure(image())).message).to.match(/terminated|fetch failed/)
    }
    set({ kind: 'cut-answer', afterBytes: 10 }, { path: /\/account\/~$/ })
    await failure(here.call(ACCOUNT))
    expect((await image()).status).to.equal(200)
  })

  it('lie about the length', async () => {
    const { length } = (await image()).bytes
    set({ kind: 'wrong-length', by: 10 })
    await failure(image())
    set({ kind: 'wrong-length', by: -10 })
    const short = await image().then(
      ({ bytes }) => bytes.length,
      () => 0,
    )
    expect(short).to.be.lessThan(length)
  })

  it('spoil the bytes', async () => {
    const { bytes } = await image()
    set({ kind: 'wrong-bytes' })
    const spoiled = await image()
    expect(spoiled.bytes.length).to.equal(bytes.length)
    expect(spoiled.bytes.equals(bytes)).to.be.false
    expect((await image()).bytes.equals(bytes)).to.be.true
  })

  it('answer 503, with or without Retry-After, done or not', async () => {
    set({ kind: 'answer', status: 503, headers: { 'Retry-After': '7' } })
    const refused = await put()
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).to.deep.equal([
      503,
      'CMN-201',
      '7',
    ])
    expect(refused.headers.get('x-rate-limit-group')).to.equal('heavy')
    expect(applied()).to.be.false
    set({ kind: 'answer', status: 502, body: 'bad gateway', applied: true, limitHeaders: false })
    const bare = await put()
    expect([bare.status, bare.bytes.toString(), bare.headers.get('retry-after')]).to.deep.equal([
      502,
      'bad gateway',
      null,
    ])
    expect(bare.headers.get('x-rate-limit-group')).to.equal(null)
    expect(applied()).to.be.true
  })

  it('answer with a page instead', async () => {
    set({ kind: 'html' })
    const page = await image()
    expect([page.status, page.headers.get('content-type')]).to.deep.equal([200, 'text/html'])
    expect(page.bytes.toString()).to.match(/^<html>/)
  })

  it('answer any documented error', async () => {
    set({ kind: 'refuse', code: 'CMN-304', headers: { 'Retry-After': '3' } })
    const refused = await put()
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).to.deep.equal([
      429,
      'CMN-304',
      '3',
    ])
    expect(here.sandbox.log.at(-1)!.errorCode).to.equal('CMN-304')
    set({ kind: 'refuse', code: 'OAU-112' }, { path: '/oauth/token' })
    const login = await here.login()
    expect([login.status, login.json.error, login.code]).to.deep.equal([
      400,
      'unauthorized_client',
      'OAU-112',
    ])
    expect(applied()).to.be.false
  })

  it('answer late, or never', async () => {
    set({ kind: 'late', ms: 50 })
    const start = performance.now()
    expect((await image()).status).to.equal(200)
    expect(performance.now() - start).to.be.greaterThan(45)
    set({ kind: 'late' }, { method: 'PUT' })
    const waiting = failure(put())
    while (!applied()) await image()
    await here.close()
    await waiting
  })

  it('hit the requests that are meant', async () => {
    const statuses = async (times: number) => {
      const seen = []
      for (let time = 0; time < times; time++) seen.push((await image()).status)
      return seen
    }
    set({ kind: 'answer', status: 500 }, { method: 'PUT' })
    set({ kind: 'answer', status: 501 }, { host: 'api' })
    set({ kind: 'answer', status: 503 }, { host: 'media', path: /profile-image$/, nth: 2, times: 2 })
    expect(await statuses(5)).to.deep.equal([200, 503, 503, 200, 200])
    here.sandbox.clearFaults()
    expect((await here.call(ACCOUNT)).status).to.equal(200)
    const takeBack = set({ kind: 'answer', status: 503 }, { times: Infinity })
    expect(await statuses(3)).to.deep.equal([503, 503, 503])
    takeBack()
    set({ kind: 'answer', status: 503 }, { times: Infinity, chance: 0.5 })
    const some = (await statuses(40)).filter((status) => status === 503).length
    expect(some).to.be.within(8, 32)
  })

  it('are counted as requests', async () => {
    const before = here.sandbox.counters.admitted.heavy
    set({ kind: 'reset', when: 'before' })
    await failure(put())
    expect(here.sandbox.counters.admitted.heavy).to.equal(before + 1)
  })
})
