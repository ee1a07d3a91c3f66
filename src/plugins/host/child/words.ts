import { maxWords } from '../messages.ts'

/** The words of anything that a plugin throws, on one line and short; never throws itself. */
export function wordsOf(error: unknown): string {
  let words: string
  try {
    words =
      error instanceof Error && typeof error.message === 'string'
        ? error.message || error.name
        : String(error)
  } catch {
    words = 'something that cannot be put into words was thrown'
  }
  return words.replace(/\s+/g, ' ').trim().slice(0, maxWords)
}
