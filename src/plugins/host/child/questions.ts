import { AsyncLocalStorage } from 'node:async_hooks'
import type { Say } from './speech.ts'
import { print, stackOf } from './words.ts'

/** The questions that this process is working at; each is answered once, whatever is thrown where. */
export function questions(say: Say) {
  /** One for each question that is being worked at, and for as long as something is open. */
  const signals = new Map<number, AbortController>()
  /** How each of them fails. */
  const unanswered = new Map<number, (error: unknown) => void>()
  const whose = new AsyncLocalStorage<number>()

  /** Only the first answer to a question counts. */
  function answer(id: number, give: () => void): void {
    if (unanswered.delete(id)) give()
  }

  function fail(id: number, error: unknown): void {
    const tell = unanswered.get(id)
    signals.delete(id)
    if (tell) answer(id, () => tell(error))
  }

  return {
    answer,

    /** `onFailure` answers when `work` fails, or something that it has begun. */
    begin(id: number, work: () => Promise<void>, onFailure: (error: unknown) => void): void {
      unanswered.set(id, onFailure)
      whose.run(id, () => {
        work().catch((error: unknown) => fail(id, error))
      })
    },

    signalOf(id: number): AbortSignal {
      const controller = new AbortController()
      signals.set(id, controller)
      return controller.signal
    },

    /** Nothing that belongs to it is told any more. */
    forget(id: number): void {
      signals.delete(id)
    },

    cancel(id: number): void {
      say({ type: 'cancelled', id })
      const reason = new DOMException('the answer is no longer wanted', 'AbortError')
      whose.run(id, () => signals.get(id)?.abort(reason))
    },

    /** Something was thrown where nobody catches it: the question that it belongs to has failed, if it is still open. */
    onStray(error: unknown): void {
      const id = whose.getStore()
      if (id !== undefined && unanswered.has(id)) fail(id, error)
      else print(`Not caught: ${stackOf(error)}`)
    },
  }
}

export type Questions = ReturnType<typeof questions>
