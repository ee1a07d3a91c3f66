import { expect } from 'chai'
import fc from 'fast-check'
import { makePace } from '../../src/network/pace.ts'
import { makeVirtualClock } from './virtual-clock.ts'
import { instantly, makeVirtualService, type Latency } from './virtual-service.ts'

const minute = 60_000
const ringcentral = {
  light: { limit: 50, windowMs: minute },
  medium: { limit: 40, windowMs: minute },
  heavy: { limit: 10, windowMs: minute },
}
const { signal } = new AbortController()

/** A pace, and the service that it is for; `assumed` is what the pace believes at first. */
function practice({
  groups = ringcentral,
  assumed = ringcentral,
  latency = instantly,
}: { groups?: typeof ringcentral; assumed?: typeof ringcentral; latency?: Latency } = {}) {
  const clock = makeVirtualClock()
  const service = makeVirtualService(clock, groups, latency)
  const pace = makePace({ groups: assumed, clock })
  const started = clock.now()
  return {
    clock,
    service,
    pace,
    elapsed: () => clock.now() - started,
    send: (group: string, name = '') => pace.send(group, service.request(group, name), { signal }),
  }
}

function times<Result>(count: number, action: (index: number) => Result): Result[] {
  return Array.from({ length: count }, (_, index) => action(index))
}

/** Latencies in any proportion of there and back, as they come. */
function latenciesOf(drawn: readonly { there: number; back: number }[]): Latency {
  let index = 0
  return () => drawn[index++ % drawn.length]!
}

describe('the pace', () => {
  const latencies = fc.array(
    fc.record({ there: fc.integer({ min: 0, max: 800 }), back: fc.integer({ min: 0, max: 800 }) }),
    { minLength: 1, maxLength: 40 },
  )

  it('never sends what would be refused, and drops nobody, whatever the latency', async () => {
    const runs = fc.record({
      latencies,
      count: fc.integer({ min: 1, max: 120 }),
      limit: fc.integer({ min: 1, max: 15 }),
      windowMs: fc.integer({ min: 50, max: 5_000 }),
      assumedLimit: fc.integer({ min: 1, max: 50 }),
    })
    await fc.assert(
      fc.asyncProperty(runs, async ({ latencies, count, limit, windowMs, assumedLimit }) => {
        const { clock, service, pace, send } = practice({
          groups: { ...ringcentral, heavy: { limit, windowMs } },
          assumed: { ...ringcentral, heavy: { limit: assumedLimit, windowMs: minute } },
          latency: latenciesOf(latencies),
        })
        const answers = await clock.until(Promise.all(times(count, (index) => send('heavy', String(index)))))
        expect(answers.every(({ status }) => status === 200)).to.be.true
        expect(service.refused()).to.equal(0)
        expect(new Set(service.names())).to.have.property('size', count)
        expect(pace).to.include({ requests: count, rateLimited: 0 })
      }),
    )
  })

  it('stays so when turns are reserved, given back, and waiting requests given up', async () => {
    const deeds = fc.array(
      fc.record({
        kind: fc.constantFrom('send', 'turn', 'release', 'abort'),
        after: fc.integer({ min: 0, max: 900 }),
      }),
      { minLength: 1, maxLength: 80 },
    )
    await fc.assert(
      fc.asyncProperty(latencies, deeds, async (drawn, deeds) => {
        const { clock, service, pace, send } = practice({ latency: latenciesOf(drawn) })
        async function act({ kind, after }: { kind: string; after: number }): Promise<boolean> {
          if (kind === 'send') return (await send('heavy')).ok
          if (kind === 'abort') {
            const { signal } = abortedAfter(after)
            return pace.send('heavy', service.request('heavy'), { signal }).then(
              ({ ok }) => ok,
              () => true,
            )
          }
          const turn = await pace.turn('heavy', signal)
          await clock.sleep(after)
          if (kind === 'release') turn.release()
          else return (await pace.send('heavy', service.request('heavy'), { signal, turn })).ok
          return true
        }
        function abortedAfter(ms: number): AbortController {
          const controller = new AbortController()
          void clock.sleep(ms).then(() => controller.abort())
          return controller
        }
        const results = await clock.until(Promise.all(deeds.map(act)))
        expect(results).to.not.include(false)
        expect(service.refused()).to.equal(0)
        await clock.pass(2 * minute)
        expect(pace.state().find(({ group }) => group === 'heavy')).to.include({ waiting: 0, free: 10 })
      }),
    )
  })

  for (const [least, most] of [
    [25, 25],
    [25, 800],
    [800, 800],
  ] as const) {
    it(`sends 5,000 at 10 a minute within 2% of the shortest time, at ${least} to ${most} ms`, async () => {
      let draw = 1
      const latency = () => {
        draw = (draw * 48_271) % 2_147_483_647
        const there = draw % (least + 1)
        return { there, back: least + (draw % (most - least + 1)) - there }
      }
      const { clock, service, elapsed, send } = practice({ latency })
      await clock.until(Promise.all(times(5_000, () => send('heavy'))))
      expect(service.refused()).to.equal(0)
      expect(elapsed() / (499 * minute)).to.be.within(1, 1.02)
    })
  }

  it('costs no time when everybody takes a turn first, and looks once more before sending', async () => {
    const { clock, service, elapsed, pace, send } = practice({ latency: () => ({ there: 400, back: 400 }) })
    async function replace(): Promise<void> {
      const turn = await pace.turn('heavy', signal)
      await send('medium')
      await pace.send('heavy', service.request('heavy'), { signal, turn })
    }
    await clock.until(Promise.all(times(1_000, replace)))
    expect(service.refused()).to.equal(0)
    expect(elapsed() / (99 * minute)).to.be.within(1, 1.02)
  })

  it('sends one to learn how much is left, and then whatever is, at once', async () => {
    const { clock, service, elapsed, send } = practice({ latency: () => ({ there: 50, back: 50 }) })
    const all = Promise.all(times(12, () => send('heavy')))
    await clock.pass(99)
    expect(service.arrived).to.have.length(1)
    await clock.pass(100)
    expect(service.arrived).to.have.length(10)
    await clock.until(all)
    expect(elapsed()).to.be.within(minute + 200, minute + 500)
  })

  it('serves those who wait in the order in which they came', async () => {
    const { clock, service, send } = practice()
    const names = times(35, String)
    await clock.until(Promise.all(names.map((name) => send('heavy', name))))
    expect(service.names()).to.deep.equal(names)
  })

  it('lets each group go as fast as its own limit allows, side by side', async () => {
    const { clock, service, elapsed, send } = practice()
    const groups = ['heavy', 'medium', 'light'] as const
    await clock.until(Promise.all(groups.flatMap((group) => times(200, () => send(group)))))
    const last = (wanted: string) => service.arrived.findLast(({ group }) => group === wanted)!.at
    const end = last('heavy')
    expect(end - last('medium')).to.be.closeTo(15 * minute, minute / 10)
    expect(end - last('light')).to.be.closeTo(16 * minute, minute / 10)
    expect(elapsed() / (19 * minute)).to.be.within(1, 1.01)
    expect(service.refused()).to.equal(0)
  })

  it('learns another limit and window, however far its assumption was off', async () => {
    const { clock, service, elapsed, send } = practice({
      groups: { ...ringcentral, heavy: { limit: 3, windowMs: 600 } },
      assumed: { ...ringcentral, heavy: { limit: 100, windowMs: minute } },
    })
    await clock.until(Promise.all(times(30, () => send('heavy'))))
    expect(service.refused()).to.equal(0)
    expect(elapsed()).to.be.within(9 * 600, 9 * 620)
  })

  it('goes by its assumption where a service says nothing of limits', async () => {
    const { clock, elapsed, pace } = practice()
    const silent = () => Promise.resolve(new Response())
    await clock.until(Promise.all(times(25, () => pace.send('heavy', silent, { signal }))))
    expect(elapsed()).to.be.within(2 * minute, 2 * minute * 1.01)
  })

  it('leaves to other processes what they use', async () => {
    const { clock, service, send } = practice()
    await clock.until(Promise.all(times(6, () => service.request('heavy')())))
    const all = Promise.all(times(10, () => send('heavy')))
    await clock.pass(minute / 2)
    expect(service.arrived).to.have.length(10)
    await clock.until(all)
    expect(service.refused()).to.equal(0)
  })

  it('finds out anew what others use when it has been silent for a window', async () => {
    const { clock, service, send } = practice()
    await clock.until(Promise.all(times(10, () => send('heavy'))))
    await clock.pass(5 * minute)
    await clock.until(Promise.all(times(7, () => service.request('heavy')())))
    await clock.until(Promise.all(times(10, () => send('heavy'))))
    expect(service.refused()).to.equal(0)
  })

  it('does not take its own requests for those of others, though an answer comes late', async () => {
    const slow = { there: 50, back: 400 }
    const early = times(4, () => ({ there: 400, back: 0 }))
    const { clock, pace, send } = practice({ latency: latenciesOf([...early, { ...slow, there: 10 }, slow]) })
    await clock.until(send('heavy'))
    await clock.until(Promise.all(times(3, () => send('heavy'))))
    await clock.pass(minute - 100)
    const late = [send('heavy')]
    await clock.pass(10)
    late.push(send('heavy'))
    await clock.until(Promise.all(late))
    await clock.pass(1_000)
    expect(pace.state().find(({ group }) => group === 'heavy')).to.include({ free: 8 })
  })

  it('never believes that more is left than its own requests leave', async () => {
    const { clock, elapsed, pace } = practice()
    const generous = async () => {
      await clock.sleep(10)
      return new Response(null, {
        headers: { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '10', 'x-rate-limit-window': '60' },
      })
    }
    await clock.until(Promise.all(times(30, () => pace.send('heavy', generous, { signal }))))
    expect(elapsed()).to.be.within(2 * minute, 2 * minute * 1.01)
  })

  it('counts a request that failed, because it may have arrived', async () => {
    const { clock, pace, elapsed } = practice()
    const broken = () => Promise.reject(new Error('reset'))
    const results = await clock.until(
      Promise.allSettled(times(11, () => pace.send('heavy', broken, { signal }))),
    )
    expect(results.map(({ status }) => status)).to.deep.equal(times(11, () => 'rejected'))
    expect(elapsed()).to.be.within(minute, minute * 1.01)
  })

  it('does not count one that found no connection', async () => {
    const { clock, pace, elapsed } = practice()
    const refused = Object.assign(new Error('ECONNREFUSED'), { kind: 'unavailable', outcome: 'not-applied' })
    const results = await clock.until(
      Promise.allSettled(times(30, () => pace.send('heavy', () => Promise.reject(refused), { signal }))),
    )
    expect(results.map(({ status }) => status)).to.deep.equal(times(30, () => 'rejected'))
    expect(elapsed()).to.equal(0)
  })

  it('does not add to what an earlier process used', async () => {
    const { clock, service, pace, send } = practice()
    await clock.until(Promise.all(times(10, () => send('heavy'))))
    await clock.pass(minute / 3)
    const memory = JSON.parse(JSON.stringify(pace.memory())) as ReturnType<typeof pace.memory>
    const later = makePace({ groups: ringcentral, clock, memory })
    const begun = clock.now()
    await clock.until(later.send('heavy', service.request('heavy'), { signal }))
    expect(service.refused()).to.equal(0)
    expect(clock.now() - begun).to.be.closeTo((2 * minute) / 3, 200)
  })

  it('passes over a memory that is damaged', async () => {
    const { clock, service } = practice()
    const memory = { heavy: { limit: '9', answered: [null] }, light: null } as never
    const pace = makePace({ groups: ringcentral, clock, memory })
    expect((await clock.until(pace.send('heavy', service.request('heavy'), { signal }))).ok).to.be.true
  })
})

describe('a turn', () => {
  it('counts as used until it is given back', async () => {
    const { clock, service, pace, send } = practice()
    await clock.until(send('heavy'))
    const turns = await clock.until(Promise.all(times(9, () => pace.turn('heavy', signal))))
    let isGiven = false
    const waiting = pace.turn('heavy', signal).then((turn) => {
      isGiven = true
      turn.release()
    })
    await clock.pass(1_000)
    expect(isGiven).to.equal(false)
    turns[4]!.release()
    turns[4]!.release()
    await clock.until(waiting)
    expect(pace.state().find(({ group }) => group === 'heavy')).to.include({ free: 1, waiting: 0 })
    expect(service.arrived).to.have.length(1)
  })

  for (const [when, prepare] of [
    ['before anything was heard of the group', async () => {}],
    [
      'after a silence of a window',
      async ({ clock, send }) => {
        await clock.until(send('medium'))
        await clock.pass(2 * minute)
      },
    ],
  ] as [string, (parts: ReturnType<typeof practice>) => Promise<void>][]) {
    it(`does not hold up what its holder looks at in the same group first, ${when}`, async () => {
      const parts = practice({ latency: () => ({ there: 40, back: 40 }) })
      const { clock, service, pace, send, elapsed } = parts
      await prepare(parts)
      const begun = elapsed()
      async function remove(): Promise<void> {
        const turn = await pace.turn('medium', signal)
        await send('medium', 'look')
        await pace.send('medium', service.request('medium', 'remove'), { signal, turn })
      }
      await clock.until(Promise.all(times(60, remove)))
      expect(service.refused()).to.equal(0)
      expect((elapsed() - begun) / (2 * minute)).to.be.within(0.9, 1.1)
    })
  }

  it('serves once, and only in its own group', async () => {
    const { clock, service, pace } = practice()
    const turn = await clock.until(pace.turn('heavy', signal))
    const wrong = pace.send('light', service.request('light'), { signal, turn })
    expect(await wrong.catch((error: unknown) => error)).to.be.an('error')
    await clock.until(pace.send('heavy', service.request('heavy'), { signal, turn }))
    const again = pace.send('heavy', service.request('heavy'), { signal, turn })
    expect(await again.catch((error: unknown) => error)).to.be.an('error')
    expect(service.arrived).to.have.length(1)
  })
})

describe('giving up', () => {
  it('rejects at once with the reason, and leaves the place to the next', async () => {
    const { clock, service, pace, send } = practice()
    await clock.until(Promise.all(times(10, () => send('heavy'))))
    const controller = new AbortController()
    const reason = new Error('stopped by the user')
    const given = pace.send('heavy', service.request('heavy', 'given up'), { signal: controller.signal })
    const turn = pace.turn('heavy', controller.signal)
    const next = send('heavy', 'next')
    await clock.pass(1_000)
    const before = clock.now()
    controller.abort(reason)
    expect(await given.catch((error: unknown) => error)).to.equal(reason)
    expect(await turn.catch((error: unknown) => error)).to.equal(reason)
    expect(clock.now()).to.equal(before)
    await clock.until(next)
    expect(service.names().slice(10)).to.deep.equal(['next'])
  })

  it('leaves no timer behind that would keep the process alive', async () => {
    const { clock, service, pace, send } = practice()
    await clock.until(Promise.all(times(10, () => send('heavy'))))
    const controller = new AbortController()
    const given = pace.send('heavy', service.request('heavy'), { signal: controller.signal })
    await clock.pass(1)
    expect(clock.waiting()).to.equal(1)
    controller.abort()
    await given.catch(() => undefined)
    expect(clock.waiting()).to.equal(0)
  })

  it('sends nothing for whoever has given up before', async () => {
    const { clock, service, pace } = practice()
    const signal = AbortSignal.abort(new Error('too late'))
    const turn = await clock.until(pace.turn('heavy', new AbortController().signal))
    for (const given of [undefined, turn]) {
      const sent = pace.send('heavy', service.request('heavy'), { signal, ...(given ? { turn: given } : {}) })
      expect(await sent.catch((error: unknown) => error)).to.equal(signal.reason)
    }
    expect(service.arrived).to.deep.equal([])
    expect(pace.state().find(({ group }) => group === 'heavy')).to.include({ free: 10, waiting: 0 })
  })
})

describe('what is told of waiting', () => {
  it('says which group waits, for how long, and what it is allowed', async () => {
    const clock = makeVirtualClock()
    const service = makeVirtualService(clock, ringcentral, instantly)
    const told: unknown[] = []
    const pace = makePace({ groups: ringcentral, clock, onWait: (state) => told.push(state) })
    const all = Promise.all(times(11, () => pace.send('heavy', service.request('heavy'), { signal })))
    await clock.pass(10_000)
    const [heavy, ...others] = pace.state().filter(({ waiting }) => waiting > 0)
    expect(others).to.deep.equal([])
    expect(heavy).to.include({
      group: 'heavy',
      limit: 10,
      windowMs: minute,
      waiting: 1,
      free: 0,
      stopped: false,
    })
    expect(heavy!.waitMs).to.be.closeTo(50_000, 200)
    await clock.until(all)
    expect(told).to.have.length(1)
    expect(told[0]).to.include({ group: 'heavy', limit: 10, waiting: 1 })
  })
})
