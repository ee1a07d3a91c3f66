import type { Turn } from '@avatarctl/sdk'
import { makeBudget, type Trip } from './budget.ts'
import type { Remembered } from './pace-memory.ts'
import { makeQueue } from './queue.ts'

/** How one group stands, for who waits for it. */
export interface PaceState {
  group: string
  /** How many requests the service allows in a window, as far as is known. */
  limit: number
  windowMs: number
  /** How many wait. */
  waiting: number
  /** How many more could go at once. */
  free: number
  /** How long the next one still has to wait; 0 where nobody waits, or where that depends on an answer under way. */
  waitMs: number
  /** The service refused, and nobody sends until the time it named. */
  stopped: boolean
}

/**
 * Everybody who wants to send in one group. Turns are given in the order in which they were asked for, and left for in
 * the order in which they were given; a request that was refused comes before all later ones.
 */
export function makeLane(group: string, start: Remembered) {
  const budget = makeBudget(start)
  const asking = makeQueue<Turn>()
  const leaving = makeQueue<Trip>()
  /** Turns that were given and are not used, with their order. */
  const held = new Map<Turn, number>()
  let given = 0
  let stoppedUntil = start.stoppedUntil

  const reserved = () => held.size + leaving.length()
  /** A turn is given a little ahead, so that what is looked at in between costs no time of the window. */
  const lead = () => budget.windowMs() / 50

  function giveTurn(returned: () => void): Turn {
    const turn: Turn = {
      group,
      release() {
        if (held.delete(turn)) returned()
      },
    }
    held.set(turn, (given += 1))
    return turn
  }

  /**
   * Whether nothing moves but who holds a turn. That one may have to look at something in this group before it leaves,
   * and would wait for itself.
   */
  const mayBeHeldUpByTurns = () =>
    held.size > 0 && leaving.length() + budget.underWay() === 0 && asking.hasUrgent()

  /** When somebody may leave, or be given a turn if `ahead`; undefined when that depends on an answer or nobody waits. */
  function opensAt(now: number, ahead: number): number | undefined {
    if (asking.length() + leaving.length() === 0) return undefined
    if (stoppedUntil !== undefined) return stoppedUntil > now ? stoppedUntil : undefined
    const times = [
      leaving.length() > 0 || mayBeHeldUpByTurns() ? budget.opensAt(now, 0) : undefined,
      asking.length() > 0 ? budget.opensAt(now, reserved()) : undefined,
    ]
    const [leave = Infinity, ask = Infinity] = times
    const first = Math.min(leave, ask - ahead)
    return first < Infinity ? first : undefined
  }

  return {
    budget,
    /** `leavesAtOnce`: with nothing to do in between. */
    ask: (signal: AbortSignal, { leavesAtOnce = false } = {}) => asking.join(0, signal, leavesAtOnce),

    /** Uses a turn up; its order is what `leave` asks for. */
    use(turn: Turn): number {
      const order = held.get(turn)
      if (order === undefined)
        throw new Error(`this turn of ${group} is used or given back, or of another pace`)
      held.delete(turn)
      return order
    },

    leave: (order: number, signal: AbortSignal) => leaving.join(order, signal),

    stop(until: number): void {
      stoppedUntil = Math.max(stoppedUntil ?? until, until)
    },

    /** Lets everybody go who may. */
    pass(now: number, returned: () => void): void {
      if (stoppedUntil !== undefined) {
        // Whatever is still under way might be refused too, and begin the penalty anew.
        if (now < stoppedUntil || budget.underWay() > 0) return
        stoppedUntil = undefined
        budget.forgetOthers()
      }
      while (leaving.length() > 0 && budget.admits(now, 0)) leaving.next(budget.depart(now))
      while (asking.length() > 0 && budget.admits(now, reserved(), lead())) asking.next(giveTurn(returned))
      if (mayBeHeldUpByTurns() && budget.admits(now, 0)) asking.nextUrgent(giveTurn(returned))
    },

    /** Sends everybody away who waits. */
    dismiss(reason: Error): void {
      asking.dismiss(reason)
      leaving.dismiss(reason)
    },

    /** When `pass` should be called next; undefined when there is no such time yet. */
    nextAt: (now: number) => opensAt(now, lead()),

    memory(now: number): Remembered {
      const isStopped = stoppedUntil !== undefined && stoppedUntil > now
      return { ...budget.spent(now), ...(isStopped ? { stoppedUntil } : {}) }
    },

    state(now: number): PaceState {
      const waiting = asking.length() + leaving.length()
      const opens = opensAt(now, 0)
      return {
        group,
        limit: budget.limit(),
        windowMs: budget.windowMs(),
        waiting,
        free: stoppedUntil === undefined ? budget.free(now, reserved()) : 0,
        waitMs: opens === undefined ? 0 : opens - now,
        stopped: stoppedUntil !== undefined && (now < stoppedUntil || budget.underWay() > 0),
      }
    },
  }
}

export type Lane = ReturnType<typeof makeLane>
