import type { Pace, Turn } from '@avatarctl/sdk'
import { makeAlarm } from './alarm.ts'
import type { Trip } from './budget.ts'
import { systemClock, type Clock } from './clock.ts'
import { makeLane, type Lane, type PaceState } from './lane.ts'
import { soundMemory, type PaceMemory } from './pace-memory.ts'
import { penaltyOf, readRateHeaders } from './rate-headers.ts'

/** How often a refused request is repeated. */
const repeats = 5

/** Once the user wants to stop, nobody waits longer than this for their turn, in milliseconds. */
const lastWaitMs = 1000

export interface PaceOptions {
  /** The groups, and what to go by until the service's own headers say better. */
  groups: Record<string, { limit: number; windowMs: number }>
  /** What an earlier process used up, so that this one does not add to it. */
  memory?: PaceMemory
  clock?: Clock
  /** Told when a group begins to wait, and whenever it is another moment that it waits for. */
  onWait?: (state: PaceState) => void
  /** The user's wish to stop: whoever would wait for longer then gives up, also to finish what was begun. */
  stop?: AbortSignal
}

/** One for each user of a service, shared by everything that runs in this process. */
export interface WatchedPace extends Pace {
  /** How each group stands. */
  state(): PaceState[]
  memory(): PaceMemory
  /** How many requests were sent, repeats included. */
  readonly requests: number
  /** How many of them were refused with 429. */
  readonly rateLimited: number
}

/**
 * Sends each group as fast as the service allows, and never what it would refuse. A 429 stops its group until the time
 * it names, because every request meanwhile would begin the penalty anew; one that names no limit is about the account
 * or the address, and stops everybody.
 */
export function makePace({
  groups,
  memory = {},
  clock = systemClock,
  onWait,
  stop,
}: PaceOptions): WatchedPace {
  const lanes = new Map(
    Object.entries(groups).map(([group, assumed]) => [
      group,
      makeLane(group, { ...assumed, answered: [], ...soundMemory(memory[group], clock.now()) }),
    ]),
  )
  const alarm = makeAlarm(clock, letGo)
  /** For each group that waits, the moment that was told. */
  const told = new Map<string, number>()
  let requests = 0
  let rateLimited = 0

  function laneOf(group: string): Lane {
    const lane = lanes.get(group)
    if (!lane) throw new Error(`there is no rate-limit group ${group}`)
    return lane
  }

  /** Whatever happens, this comes after it. */
  function letGo(): void {
    const now = clock.now()
    const all = [...lanes.values()]
    for (const lane of all) {
      lane.pass(now, letGo)
      if (stop?.aborted && (lane.nextAt(now) ?? now) > now + lastWaitMs) lane.dismiss(heldUp())
    }
    alarm.set(Math.min(...all.map((lane) => lane.nextAt(now) ?? Infinity)))
    tellWhoWaits(all, now)
  }

  stop?.addEventListener('abort', letGo, { once: true })

  function tellWhoWaits(all: readonly Lane[], now: number): void {
    if (!onWait) return
    for (const state of all.map((lane) => lane.state(now))) {
      const until = now + state.waitMs
      // The same moment, computed at another one, may differ in its last digits.
      if (state.waitMs > 0 && Math.abs((told.get(state.group) ?? 0) - until) >= 1) {
        told.set(state.group, until)
        onWait(state)
      }
    }
  }

  /** Gives up a place that is not waited for any longer. */
  async function waitFor<Leave>(place: Promise<Leave>): Promise<Leave> {
    letGo()
    try {
      return await place
    } catch (error) {
      letGo()
      throw error
    }
  }

  async function turn(group: string, signal: AbortSignal): Promise<Turn> {
    return waitFor(laneOf(group).ask(signal))
  }

  const placeToLeave = async (lane: Lane, signal: AbortSignal) =>
    lane.use(await waitFor(lane.ask(signal, { leavesAtOnce: true })))

  async function travel(lane: Lane, trip: Trip, request: () => Promise<Response>): Promise<Response> {
    requests += 1
    try {
      const response = await request()
      if (response.status === 429) refuse(lane, trip, response.headers)
      else lane.budget.learn(trip, readRateHeaders(response.headers), clock.now())
      return response
    } catch (error) {
      if (foundNoConnection(error)) lane.budget.refuse(trip, undefined)
      throw error
    } finally {
      lane.budget.settle(trip, clock.now())
      letGo()
    }
  }

  function refuse(lane: Lane, trip: Trip, headers: Headers): void {
    rateLimited += 1
    const now = clock.now()
    const until = now + penaltyOf(headers, now)
    const limits = readRateHeaders(headers)
    lane.budget.refuse(trip, limits)
    for (const each of limits ? [lane] : lanes.values()) each.stop(until)
  }

  return {
    turn,

    async send(group, request, { signal, turn: own }) {
      const lane = laneOf(group)
      const order = own ? lane.use(own) : await placeToLeave(lane, signal)
      for (let refusals = 0; ; refusals += 1) {
        const trip = await waitFor(lane.leave(order, signal))
        const response = await travel(lane, trip, request)
        if (response.status !== 429 || refusals === repeats) return response
        // Its body is not read, and must not hold the connection.
        response.body?.cancel().catch(() => undefined)
      }
    },

    state: () => [...lanes.values()].map((lane) => lane.state(clock.now())),
    memory: () => Object.fromEntries([...lanes].map(([group, lane]) => [group, lane.memory(clock.now())])),
    get requests() {
      return requests
    },
    get rateLimited() {
      return rateLimited
    },
  }
}

/** What never left has used nothing up. */
function foundNoConnection(error: unknown): boolean {
  const { kind, outcome } = (error ?? {}) as { kind?: unknown; outcome?: unknown }
  return kind === 'unavailable' && outcome === 'not-applied'
}

/** Why somebody was sent away: nothing of theirs was sent. */
function heldUp(): Error {
  return Object.assign(new Error('stopped while waiting for what the directory allows'), {
    ...{ name: 'AbortError', code: 'interrupted', outcome: 'not-applied' },
  })
}
