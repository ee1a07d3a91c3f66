import { redacted } from '../redaction.ts'
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
  { facts, above }: { facts?: Facts; above?: Wish['above'] } = {},
): Journal {
  const wish = { stream: process.stderr, quiet, above }
  return logFormat === 'json' ? jsonJournal(wish, facts) : textJournal(wish)
}

/** Where a journal is written, and whether only errors are. */
interface Wish {
  stream: NodeJS.WriteStream
  quiet: boolean
  /** Writes beside whatever else is on the screen. Default: at once. */
  above?: ((write: () => void) => void) | undefined
}

/** Sentences for people. Of what only facts tell, they are shown which of several directories a sentence is about. */
export function textJournal({ stream, quiet, above = (write) => write() }: Wish, of?: string): Journal {
  const prefix = of === undefined ? '' : `${of}: `
  const write = (...texts: (string | undefined | null)[]) =>
    above(() => void stream.write(texts.map((text) => (text ? `${text}\n` : '')).join('')))
  // Before it is broken into lines: a break would hide a secret.
  const sentence = (text: string) => sentenceFor(stream, redacted(text))
  const note = (text: string) => {
    if (!quiet) write(text)
  }
  return {
    asJson: false,
    info: (message) => note(sentence(prefix + message)),
    warn: (message, { stack } = {}) => note(stack ?? sentence(prefix + message)),
    error: (message, { hint, stack } = {}) =>
      write(sentence(`${prefix}Error: ${message}`), hint && sentence(hint), stack),
    know: () => undefined,
    about: ({ connection }) =>
      textJournal({ stream, quiet, above }, typeof connection === 'string' ? connection : of),
  }
}

/** One JSON object a line; what is known of all of it stands in each. */
export function jsonJournal({ stream, quiet, above = (write) => write() }: Wish, known: Facts = {}): Journal {
  let shared = known
  const write = (level: Level) => (message: string, facts?: Facts) => {
    if (quiet && level !== 'error') return
    above(() => void stream.write(jsonLine(level, message, { ...shared, ...facts })))
  }
  return {
    asJson: true,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    know(facts) {
      shared = { ...shared, ...facts }
    },
    about: (facts) => jsonJournal({ stream, quiet, above }, { ...shared, ...facts }),
  }
}

export type Level = 'info' | 'warn' | 'error'

/** One line of a log, with its end. What is undefined is left out. */
export function jsonLine(level: Level, message: string, facts: Facts = {}): string {
  const head = { time: new Date().toISOString(), level, message }
  return `${JSON.stringify({ ...head, ...facts, ...head })}\n`
}
