import type { Manner } from './manner.ts'
import { sentenceFor } from './sentence.ts'

/** What a line says besides its message. */
export type Facts = Readonly<Record<string, unknown>>

/** What is told on standard error while a command works: to people, or to whoever collects logs. */
export interface Journal {
  /** Every line is one JSON object: `time` (ISO 8601, UTC), `level`, `message`, and facts. */
  readonly asJson: boolean
  info(message: string, facts?: Facts): void
  /** People are shown `stack`, where there is one, instead of the message that it begins with. */
  warn(message: string, facts?: Facts & { stack?: string | undefined }): void
  /** What makes the exit code another one than 0. People are shown `hint` and `stack`, where there are any. */
  error(message: string, facts?: Facts & { hint?: string | null; stack?: string | undefined }): void
  /** Every line from here on says this as well. */
  know(facts: Facts): void
  /** The same for a part of the work, whose lines say more. */
  about(facts: Facts): Journal
}

/** The journal that the user wishes for, on standard error. */
export function journalFor(
  { logFormat, quiet }: Pick<Manner, 'logFormat' | 'quiet'>,
  facts?: Facts,
): Journal {
  const wish = { stream: process.stderr, quiet }
  return logFormat === 'json' ? jsonJournal(wish, facts) : textJournal(wish)
}

/** Where a journal is written, and whether only errors are. */
interface Wish {
  stream: NodeJS.WriteStream
  quiet: boolean
}

/** Sentences for people. What only facts tell is not for them. */
export function textJournal({ stream, quiet }: Wish): Journal {
  const write = (text: string) => void stream.write(`${text}\n`)
  const note = (text: string) => {
    if (!quiet) write(text)
  }
  const journal: Journal = {
    asJson: false,
    info: (message) => note(sentenceFor(stream, message)),
    warn: (message, { stack } = {}) => note(stack ?? sentenceFor(stream, message)),
    error(message, { hint, stack } = {}) {
      write(sentenceFor(stream, `Error: ${message}`))
      if (hint) write(sentenceFor(stream, hint))
      if (stack) write(stack)
    },
    know: () => undefined,
    about: () => journal,
  }
  return journal
}

/** One JSON object a line; what is known of all of it stands in each. */
export function jsonJournal({ stream, quiet }: Wish, known: Facts = {}): Journal {
  let shared = known
  const write = (level: Level) => (message: string, facts?: Facts) => {
    if (!quiet || level === 'error') stream.write(jsonLine(level, message, { ...shared, ...facts }))
  }
  return {
    asJson: true,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    know(facts) {
      shared = { ...shared, ...facts }
    },
    about: (facts) => jsonJournal({ stream, quiet }, { ...shared, ...facts }),
  }
}

export type Level = 'info' | 'warn' | 'error'

/** One line of a log, with its end. What is undefined is left out. */
export function jsonLine(level: Level, message: string, facts: Facts = {}): string {
  const head = { time: new Date().toISOString(), level, message }
  return `${JSON.stringify({ ...head, ...facts, ...head })}\n`
}
