import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import { csvParser, type CsvRow } from './csv.ts'
import { decoded } from './encoding.ts'
import { unguarded } from './values.ts'

export type { CsvRow } from './csv.ts'

const delimiters = [',', ';', '\t']

/**
 * The rows of any CSV file, its header among them, read as a list of people is: UTF-8 or UTF-16, comma, semicolon or tab.
 * Throws errors of kind `unusable` that name file and line, and whatever opening the file throws.
 */
export async function* readTable(path: string, signal: AbortSignal): AsyncGenerator<CsvRow> {
  signal.throwIfAborted()
  const stream = createReadStream(path)
  addAbortSignal(signal, stream)
  let parser: ReturnType<typeof csvParser> | undefined
  let start = ''
  const begin = () => {
    parser = csvParser({ delimiter: delimiterOf(start), name: path })
    return parser.push(start).map(plain)
  }
  for await (const piece of decoded(stream, path)) {
    if (parser) {
      yield* parser.push(piece).map(plain)
      continue
    }
    start += piece
    if (/\S[^\r\n]*[\r\n]/.test(start)) yield* begin()
  }
  if (!parser) yield* begin()
  yield* parser!.end().map(plain)
}

/** By which the first line falls into most parts. */
function delimiterOf(text: string): string {
  const [header = ''] = text.trimStart().split(/[\r\n]/, 1)
  const parts = (delimiter: string) => header.split(delimiter).length
  return delimiters.reduce((best, one) => (parts(one) > parts(best) ? one : best))
}

function plain({ line, fields }: CsvRow): CsvRow {
  return { line, fields: fields.map(unguarded) }
}
