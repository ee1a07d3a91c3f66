import { type EverybodysFailure, openErrorKinds } from '../messages.ts'
import { wordsOf } from './words.ts'

/** What a generator threw when it was opened, where it says that it concerns everybody; never throws itself. */
export function everybodysFailure(error: unknown): EverybodysFailure | undefined {
  try {
    const { kind, hint } = (error ?? {}) as { kind?: unknown; hint?: unknown }
    const known = openErrorKinds.find((one) => one === kind)
    if (known === undefined) return undefined
    return {
      ...{ kind: known, message: wordsOf(error) },
      ...(typeof hint === 'string' ? { hint: wordsOf(hint) } : {}),
    }
  } catch {
    return undefined
  }
}
