import { AsyncResource } from 'node:async_hooks'
import type { Pace, Turn } from '@avatarctl/sdk'
import type { ToDirectory } from '../directories/messages.ts'
import { tellError, untold } from '../told-error.ts'
import type { Say } from './speech.ts'
import type { Turns } from './turns.ts'

type Word = ToDirectory & { type: 'go' | 'paced' | 'refused' }

/** Something that the plugin has the tool's pace do. */
interface Errand {
  signal: AbortSignal
  request(): Promise<Response>
  /** What the last request came to; the tool is told no more of it than the pace has to know. */
  last?: { response: Response } | { error: unknown }
  done(turn: number | undefined): void
  fail(error: unknown): void
}

/** The `pace` of directories: the tool keeps it, and says when it is whose turn. */
export function paced(say: Say, turns: Turns) {
  const errands = new Map<number, Errand>()
  let last = 0

  /** What the tool answers in the end, also when it is no longer waited for: what was sent may have had an effect. */
  function run<T>(
    signal: AbortSignal,
    ask: (errand: number) => void,
    end: (errand: Errand, turn: number | undefined) => T,
    request: Errand['request'],
  ): Promise<T> {
    signal.throwIfAborted()
    const number = ++last
    const abandon = () => say({ type: 'abandon', errand: number })
    return new Promise<T>((resolve, reject) => {
      const errand: Errand = {
        signal,
        request: AsyncResource.bind(request),
        done: (turn) => resolve(end(errand, turn)),
        fail: reject,
      }
      errands.set(number, errand)
      signal.addEventListener('abort', abandon)
      ask(number)
    }).finally(() => {
      errands.delete(number)
      signal.removeEventListener('abort', abandon)
    })
  }

  async function go(number: number, errand: Errand): Promise<void> {
    if (errand.last && 'response' in errand.last) errand.last.response.body?.cancel().catch(() => undefined)
    try {
      const response = await errand.request()
      const { status, headers } = response
      if (status < 200 || status > 599) throw new TypeError(`the request gave a response of status ${status}`)
      errand.last = { response }
      say({ type: 'went', errand: number, status, headers: [...headers] })
    } catch (error) {
      errand.last = { error }
      say({ type: 'fell', errand: number, error: tellError(error) })
    }
  }

  const pace: Pace = {
    async send(group, request, { signal, turn }) {
      const own = turn === undefined ? {} : { turn: turns.numberOf(turn) }
      return run(
        signal,
        (errand) => say({ type: 'send', errand, group, ...own }),
        ({ last: answer }) => {
          if (!answer || 'error' in answer) throw new Error('the pace has an answer to nothing')
          return answer.response
        },
        request,
      )
    },

    async turn(group, signal) {
      return run<Turn>(
        signal,
        (errand) => say({ type: 'reserve', errand, group }),
        (_, number = 0) => turns.given(group, number),
        () => Promise.reject(new Error('nothing is sent by asking for a turn')),
      )
    },
  }

  return {
    pace,

    onWord(message: Word): void {
      const errand = errands.get(message.errand)
      if (!errand) return
      if (message.type === 'go') return void go(message.errand, errand)
      if (message.type === 'paced') return errand.done(message.turn)
      if (errand.last && 'error' in errand.last) return errand.fail(errand.last.error)
      errand.fail(errand.signal.aborted ? errand.signal.reason : untold(message.error))
    },
  }
}
