import { maxWords } from '../messages.ts'

const write = process.stderr.write.bind(process.stderr)

/** Prints a line as the plugin's own, also when it has put something else in the place of what prints. */
export function print(text: string): void {
  write(`${text}\n`)
}

/** Characters of a stack that are kept. */
const maxStack = 2000

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

/** What was thrown, and where in the plugin; never throws itself. */
export function stackOf(error: unknown): string {
  try {
    if (error instanceof Error && typeof error.stack === 'string') {
      const lines = error.stack.slice(0, maxStack).split('\n')
      const ours = lines.findIndex((line) => line.includes(import.meta.url))
      return lines.slice(0, ours < 0 ? lines.length : ours).join('\n')
    }
  } catch {
    // A stack that cannot be read is none.
  }
  return wordsOf(error)
}
