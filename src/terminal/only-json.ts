import { stripVTControlCharacters } from 'node:util'
import { jsonLine, type Level } from './journal.ts'

/** How a line begins that is one of a journal already. */
const ofAJournal = '{"time":"'

const levels: readonly [prefix: RegExp, level: Level][] = [
  [/^[›»\s]*(?:Error|error|ERR!):?\s+/, 'error'],
  [/^[›»\s]*(?:Warning|warning|WARN):?\s+/, 'warn'],
]

/**
 * From now on whatever is written on `stream` is one JSON object a line, whoever writes it: what is no line of a journal
 * becomes one. Nobody is asked anything there, and nothing moves, as it is no terminal any more.
 */
export function onlyJson(stream: NodeJS.WriteStream, { quiet }: { quiet: boolean }): void {
  const write = stream.write.bind(stream)
  let rest = ''

  function asJson(line: string): string {
    if (line.startsWith(ofAJournal)) return `${line}\n`
    const plain = stripVTControlCharacters(line)
    const [prefix, level] = levels.find(([pattern]) => pattern.test(plain)) ?? [/^/, 'info']
    const message = plain.replace(prefix, '').trim()
    return message === '' || (quiet && level !== 'error') ? '' : jsonLine(level, message)
  }

  function converted(text: string): string {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    return lines.map(asJson).join('')
  }

  type Done = (error?: Error | null) => void
  function writeAsJson(chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    return write(converted(text), typeof encoding === 'function' ? encoding : done)
  }

  stream.write = writeAsJson
  Object.defineProperty(stream, 'isTTY', { value: false, configurable: true })
  process.once('exit', () => {
    if (rest !== '') write(asJson(rest))
  })
}
