import { expect } from 'chai'
import { makePace } from '../../src/network/pace.ts'
import { makeVirtualClock } from './virtual-clock.ts'
import { instantly, makeVirtualService } from './virtual-service.ts'

const second = 1_000
const minute = 60 * second
const groups = {
  light: { limit: 50, windowMs: minute },
  heavy: { limit: 10, windowMs: minute },
}
const { signal } = new AbortController()

/** A service that refuses when it is told to, and remembers when it was asked. */
function practice() {
  const clock = makeVirtualClock()
  const pace = makePace({ groups, clock })
  const asked: { group: string; name: string; at: number }[] = []
  const started = clock.now()
  let refusal: Record<string, string> | undefined
  let latency = 10

  async function answer(group: string, name: string): Promise<Response> {
    asked.push({ group, name, at: clock.now() - started })
    const headers = refusal
    await clock.sleep(latency)
    return headers ? new Response('{"errorCode":"CMN-301"}', { status: 429, headers }) : new Response()
  }
  return {
    clock,
    pace,
    asked,
    slowly: (ms: number) => (latency = ms),
    refuse: (headers: Record<string, string> | undefined) => (refusal = headers),
    send: (group: string, name = '') => pace.send(group, () => answer(group, name), { signal }),
    /** When each was sent that was sent after `time`. */
    after: (time: number, wanted = 'heavy') =>
      asked.filter(({ group, at }) => group === wanted && at > time).map(({ at }) => at),
  }
}

/** As it was captured from RingCentral: it says that everything remains. */
const captured = {
  'X-Rate-Limit-Group': 'heavy',
  'X-Rate-Limit-Limit': '10',
  'X-Rate-Limit-Remaining': '10',
  'X-Rate-Limit-Window': '60',
}

describe('a refused request', () => {
  const waits: [string, Record<string, string>, number][] = [
    ['seconds', { 'Retry-After': '60' }, minute],
    ['fractions of seconds', { 'Retry-After': '2.5' }, 2.5 * second],
    [
      'a date, by the clock of the service',
      { 'Retry-After': 'Tue, 05 Jan 2010 00:00:40 GMT', Date: 'Tue, 05 Jan 2010 00:00:00 GMT' },
      40 * second,
    ],
    ['a date, by our own clock', { 'Retry-After': 'Mon, 05 Jan 2026 00:00:20 GMT' }, 20 * second],
    ['nothing', {}, 30 * second],
    ['nothing in it', { 'Retry-After': '' }, 30 * second],
    ['a negative number', { 'Retry-After': '-5' }, 30 * second],
    ['no number', { 'Retry-After': 'NaN' }, 30 * second],
    ['words', { 'Retry-After': 'soon' }, 30 * second],
    ['a date in the past', { 'Retry-After': 'Mon, 05 Jan 2015 00:00:00 GMT' }, 30 * second],
    ['no time at all', { 'Retry-After': '0' }, second],
    ['a year', { 'Retry-After': '31536000' }, 60 * minute],
    ['more than numbers hold', { 'Retry-After': '9'.repeat(400) }, 60 * minute],
    ['a date in a year', { 'Retry-After': 'Tue, 05 Jan 2027 00:00:00 GMT' }, 60 * minute],
  ]
  for (const [said, headers, wait] of waits) {
    it(`is repeated once, after ${wait / second} s, when Retry-After says ${said}`, async () => {
      const { clock, pace, asked, refuse, send } = practice()
      refuse({ ...captured, ...headers })
      const sent = send('heavy')
      await clock.pass(5)
      refuse(undefined)
      expect((await clock.until(sent)).status).to.equal(200)
      expect(asked).to.have.length(2)
      expect(asked[1]!.at).to.be.within(wait + 10, wait * 1.02 + 100)
      expect(pace).to.include({ requests: 2, rateLimited: 1 })
    })
  }

  it('stops everybody of its group and nobody else, and comes first when it goes on', async () => {
    const { clock, pace, asked, refuse, send, after } = practice()
    await clock.until(Promise.all([send('heavy'), send('light')]))
    refuse({ ...captured, 'Retry-After': '20' })
    const first = send('heavy', 'refused')
    await clock.pass(1)
    refuse(undefined)
    await clock.pass(10)
    const later = [send('heavy', 'second'), send('heavy', 'third')]
    expect(pace.state().find(({ group }) => group === 'heavy')).to.include({
      stopped: true,
      waiting: 3,
      free: 0,
    })
    await clock.until(send('light'))
    expect(after(100)).to.deep.equal([])
    await clock.until(Promise.all([first, ...later]))
    expect(asked.slice(-3).map(({ name }) => name)).to.deep.equal(['refused', 'second', 'third'])
    expect(Math.min(...after(100))).to.be.greaterThan(20 * second)
  })

  it('waits for all that is under way, and for the last penalty, before one goes ahead', async () => {
    const { clock, asked, refuse, slowly, send, after } = practice()
    await clock.until(send('heavy'))
    slowly(35 * second)
    const all = [send('heavy')]
    await clock.pass(1)
    slowly(15 * second)
    all.push(send('heavy'))
    await clock.pass(1)
    slowly(20)
    refuse({ ...captured, 'Retry-After': '10' })
    all.push(send('heavy', 'second'))
    await clock.pass(1)
    slowly(30)
    all.push(send('heavy', 'third'))
    await clock.pass(50)
    refuse(undefined)
    slowly(second)
    all.push(send('heavy', 'fourth'))
    await clock.until(Promise.all(all))
    const [ahead, ...rest] = after(30)
    expect(ahead).to.be.within(35 * second, 36 * second)
    expect(rest).to.have.length(2)
    expect(asked.slice(-3).map(({ name }) => name)).to.deep.equal(['second', 'third', 'fourth'])
  })

  it('keeps its place among those that were refused with it', async () => {
    const { clock, asked, refuse, slowly, send } = practice()
    await clock.until(send('heavy'))
    refuse({ ...captured, 'Retry-After': '10' })
    slowly(second)
    const first = send('heavy', 'first')
    await clock.pass(1)
    slowly(10)
    const next = send('heavy', 'second')
    await clock.pass(2 * second)
    refuse(undefined)
    await clock.until(Promise.all([first, next]))
    expect(asked.map(({ name }) => name)).to.deep.equal(['', 'first', 'second', 'first', 'second'])
  })

  it('is given back when five repeats did not help', async () => {
    const { clock, pace, asked, refuse, send } = practice()
    refuse({ ...captured, 'Retry-After': '1' })
    const response = await clock.until(send('heavy'))
    expect(response.status).to.equal(429)
    expect(await response.text()).to.contain('CMN-301')
    expect(asked).to.have.length(6)
    expect(pace).to.include({ requests: 6, rateLimited: 6 })
  })

  it('teaches the limit', async () => {
    const { clock, pace, refuse, send } = practice()
    refuse({ ...captured, 'X-Rate-Limit-Limit': '4', 'Retry-After': '1' })
    const sent = send('heavy')
    await clock.pass(5)
    refuse(undefined)
    await clock.until(sent)
    expect(pace.state().find(({ group }) => group === 'heavy')).to.include({ limit: 4, free: 3 })
  })

  it('stops every group when it names no limit: the account or the address was judged', async () => {
    const { clock, pace, refuse, send, after } = practice()
    await clock.until(Promise.all([send('heavy'), send('light')]))
    refuse({ 'Retry-After': '45' })
    const all = [send('heavy')]
    await clock.pass(11)
    refuse(undefined)
    all.push(send('light'), send('heavy'))
    expect(pace.state().every(({ stopped }) => stopped)).to.be.true
    await clock.until(Promise.all(all))
    expect([...after(100), ...after(100, 'light')].every((at) => at > 45 * second)).to.be.true
  })

  it('may fetch a token in a group of its own while every group is stopped', async () => {
    const { clock, pace, refuse, send } = practice()
    await clock.until(Promise.all([send('heavy'), send('light')]))
    const nested = pace.send(
      'heavy',
      async () => {
        await clock.sleep(50)
        return await send('light', 'token')
      },
      { signal },
    )
    refuse({ 'Retry-After': '5' })
    const refused = send('light')
    await clock.pass(20)
    refuse(undefined)
    expect((await clock.until(nested)).ok).to.be.true
    expect((await clock.until(refused)).ok).to.be.true
  })

  it('is given up at once when the run is stopped', async () => {
    const { clock, pace, refuse } = practice()
    const controller = new AbortController()
    refuse(captured)
    const refused = () => Promise.resolve(new Response(null, { status: 429, headers: captured }))
    const sent = pace.send('heavy', refused, { signal: controller.signal })
    await clock.pass(second)
    controller.abort(new Error('stopped'))
    expect(await sent.catch((error: unknown) => error)).to.equal(controller.signal.reason)
    expect(pace.state().find(({ group }) => group === 'heavy')).to.include({ waiting: 0 })
  })

  it('happens once at most when an earlier process used everything up', async () => {
    const clock = makeVirtualClock()
    const service = makeVirtualService(clock, groups, instantly)
    await clock.until(Promise.all(Array.from({ length: 10 }, () => service.request('heavy')())))
    const pace = makePace({ groups, clock })
    const send = () => pace.send('heavy', service.request('heavy'), { signal })
    const answers = await clock.until(Promise.all(Array.from({ length: 25 }, send)))
    expect(answers.every(({ ok }) => ok)).to.be.true
    expect(service.refused()).to.equal(1)
  })
})
