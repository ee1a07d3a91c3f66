import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { Answer, Ask } from './question.ts'

const tries = 3
/** What another try may mend: the service's own troubles, and those of what stands before it. */
const passing = new Set([408, 429, 500, 502, 503, 504, 521, 522, 524])

/**
 * Repeats reads that failed in passing, or were answered so; the last such answer is given back as it is. What changes
 * something is never repeated.
 */
export function patientAsk(ask: Ask, clock: Clock): Ask {
  return async (question, signal) => {
    if (question.method === 'POST') return ask(question, signal)
    for (let failures = 1; ; failures += 1) {
      const mayTryAgain = failures < tries
      let answer: Answer | undefined
      try {
        answer = await ask(question, signal)
      } catch (error) {
        if (!mayTryAgain || (error as { isPassing?: unknown } | null)?.isPassing !== true) throw error
      }
      if (answer && !(mayTryAgain && passing.has(answer.status))) return answer
      await clock.sleep(backoff(failures, { firstMs: 500 }), signal)
    }
  }
}
