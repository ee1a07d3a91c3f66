import type { Generator, GeneratorPerson, Options, PluginFetch } from '@avatarctl/sdk'
import { messageOf, PluginFailure } from '../errors.ts'
import type { GeneratorFailure } from '../records.ts'
import { redacted } from '../redaction.ts'
import { seedOf } from './seed.ts'

/** What one generator of a chain has for one person. */
type Answer =
  | { kind: 'image'; generator: string; bytes: Uint8Array; label?: string; modified?: string }
  /** Why, where it says so. */
  | { kind: 'none'; reason?: string }
  | ({ kind: 'failed' } & GeneratorFailure)

/** A reason is a line in a report: what is longer is cut. */
const longestReason = 200

export const failed = (generator: string, message: string) =>
  ({ kind: 'failed', generator, message: redacted(message) }) as const

/** Asks one generator; whatever it throws, or answers in place of an image or none, is a failure that names it. */
export async function askOne(
  generator: Generator,
  id: string,
  question: {
    person: GeneratorPerson
    size: number
    options: Options
    signal: AbortSignal
    fetch: PluginFetch
    everybody?: (() => AsyncIterable<GeneratorPerson>) | undefined
  },
): Promise<Answer> {
  try {
    const { everybody, ...asked } = question
    const answer: unknown = await generator.generate({
      ...asked,
      seed: seedOf(question.person),
      ...(everybody && { everybody }),
    })
    if (answer === null) return { kind: 'none' }
    const { bytes, label, modified, none } = (answer ?? {}) as Partial<
      Record<'bytes' | 'label' | 'modified' | 'none', unknown>
    >
    if (bytes === undefined && typeof none === 'string') return noneBecause(none)
    if (!(bytes instanceof Uint8Array) || bytes.length === 0)
      return failed(id, `${id} answered with no image`)
    return {
      ...{ kind: 'image', generator: id, bytes },
      ...(typeof label === 'string' && { label }),
      ...(typeof modified === 'string' && !Number.isNaN(Date.parse(modified)) && { modified }),
    }
  } catch (error) {
    return failed(id, error instanceof PluginFailure ? error.message : `${id} failed: ${messageOf(error)}`)
  }
}

/** One line without controls, lone surrogates and what reorders text; nothing where no letter is left. */
function noneBecause(words: string): Answer {
  const line = words
    .slice(0, 10 * longestReason)
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const reason =
    line.length > longestReason ? `${line.slice(0, longestReason - 1).replace(/\p{Cs}$/u, '')}…` : line
  return reason === '' ? { kind: 'none' } : { kind: 'none', reason }
}
