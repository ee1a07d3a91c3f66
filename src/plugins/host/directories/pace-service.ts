import type { Pace, Turn } from '@avatarctl/sdk'
import type { FromDirectory } from './messages.ts'
import type { HostProcess } from '../host-process.ts'
import type { OwnTime } from '../own-time.ts'
import { tellError, untold } from '../told-error.ts'

type Errand = FromDirectory & { type: 'send' | 'reserve' }
type Word = FromDirectory & { type: 'send' | 'reserve' | 'went' | 'fell' | 'abandon' | 'release' }

/** More than anybody works on side by side. */
const mostAtATime = 1000

interface Running {
  abort: AbortController
  /** The request that is under way in the host. */
  trip?: { resolve(response: Response): void; reject(error: Error): void }
}

/**
 * Carries out what a directory in a host has the pace do. The requests themselves are sent over there; the time until
 * their turn is not the plugin's, and that until their answer is.
 */
export function paceService(host: Pick<HostProcess, 'send'>, pace: Pace, time: OwnTime) {
  const running = new Map<number, Running>()
  const turns = new Map<number, Turn>()
  let lastTurn = 0

  async function carryOut(errand: Errand, one: Running): Promise<void> {
    const { signal } = one.abort
    if (errand.type === 'reserve') {
      const turn = await pace.turn(errand.group, signal)
      // Nobody is left who could use it.
      if (signal.aborted) turn.release()
      signal.throwIfAborted()
      turns.set(++lastTurn, turn)
      return host.send({ type: 'paced', errand: errand.errand, turn: lastTurn })
    }
    await pace.send(errand.group, () => time.except(travel(errand.errand, one)), {
      signal,
      ...(errand.turn === undefined ? {} : { turn: turnOf(errand.turn) }),
    })
    host.send({ type: 'paced', errand: errand.errand })
  }

  /** What the pace has to know of the answer; the answer itself stays in the host. */
  function travel(errand: number, one: Running): Promise<Response> {
    one.abort.signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      one.trip = { resolve, reject }
      host.send({ type: 'go', errand })
    })
  }

  function turnOf(number: number): Turn {
    const turn = turns.get(number)
    if (!turn) throw new Error('this turn is used or given back, or of another pace')
    turns.delete(number)
    return turn
  }

  function begin(errand: Errand): void {
    if (running.has(errand.errand)) throw new TypeError('an errand that was begun already')
    if (running.size + turns.size >= mostAtATime) throw new RangeError('too many errands')
    const one: Running = { abort: new AbortController() }
    running.set(errand.errand, one)
    void time
      .during(carryOut(errand, one))
      .catch((error: unknown) =>
        host.send({ type: 'refused', errand: errand.errand, error: tellError(error) }),
      )
      .finally(() => running.delete(errand.errand))
  }

  return {
    /** Throws when it is no answer to anything. */
    onWord(word: Word): void {
      if (word.type === 'send' || word.type === 'reserve') return begin(word)
      if (word.type === 'release') {
        turns.get(word.turn)?.release()
        return void turns.delete(word.turn)
      }
      const one = running.get(word.errand)
      if (word.type === 'abandon') return one?.abort.abort()
      const trip = one?.trip
      if (!one || !trip) throw new TypeError('an answer to a request that nobody has sent')
      delete one.trip
      if (word.type === 'fell') trip.reject(untold(word.error))
      else trip.resolve(new Response(null, { status: word.status, headers: word.headers }))
    },

    /** Nobody is there any more who could use what was reserved, or send what is waiting. */
    end(why: Error): void {
      for (const { abort, trip } of running.values()) {
        abort.abort(why)
        trip?.reject(why)
      }
      for (const turn of turns.values()) turn.release()
      turns.clear()
    },
  }
}
