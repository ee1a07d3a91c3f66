import { noColumns, recognise, suffices, type Columns } from './columns.ts'
import { csvParser, type CsvRow } from './csv.ts'
import type { Row } from './row.ts'
import { unguarded } from './values.ts'

const DELIMITERS = [',', ';', '\t']
const MAX_HEADER_LENGTH = 64 * 1024

/** The rows below the header of a CSV file. Throws `unusable`, with the line, for what is no list of people. */
export async function* csvRows(text: AsyncIterable<string>, name: string): AsyncGenerator<Row> {
  let parser: ReturnType<typeof csvParser> | undefined
  let columns: Columns | undefined
  let start = ''

  function rowsOf(complete: CsvRow[]): Row[] {
    const header = columns ? undefined : complete.shift()
    if (header) {
      columns = recognise(header.fields)
      if (!suffices(columns)) throw noColumns(`${name}, line ${header.line}`, header.fields)
    }
    return complete.map((row) => asRow(row, columns!))
  }

  for await (const piece of text) {
    if (parser) {
      yield* rowsOf(parser.push(piece))
      continue
    }
    start += piece
    if (headerLine(start) === undefined && start.length < MAX_HEADER_LENGTH) continue
    const begun = begin(start, name)
    parser = begun.parser
    yield* rowsOf(parser.push(begun.rest))
  }
  if (!parser) {
    const begun = begin(start, name)
    parser = begun.parser
    yield* rowsOf(parser.push(begun.rest))
  }
  yield* rowsOf(parser.end())
  if (!columns) throw noColumns(name, [])
}

function asRow({ line, fields }: CsvRow, columns: Columns): Row {
  return {
    place: `line ${line}`,
    values: (field) => (columns[field] ?? []).map((position) => unguarded(fields[position] ?? '')),
  }
}

/** Excel's first line `sep=;` names the delimiter. */
const SEPARATOR_LINE = /^sep=([^\r\n])(?:\r\n|\n|\r)/i

/** The first line that is neither blank nor `sep=;`, when all of it is there; a line end in quotes is part of it. */
function headerLine(start: string): string | undefined {
  const header = start.replace(SEPARATOR_LINE, '').trimStart()
  if (/^sep=.?\r?$/i.test(header)) return undefined
  let quoted = false
  for (let at = 0; at < header.length; at++) {
    const character = header[at]
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) return header.slice(0, at)
  }
  return undefined
}

function begin(start: string, name: string) {
  const named = SEPARATOR_LINE.exec(start)
  if (named) {
    return {
      parser: csvParser({ delimiter: named[1]!, name, line: 2 }),
      rest: start.slice(named[0].length),
    }
  }
  return { parser: csvParser({ delimiter: sniffed(headerLine(start) ?? start), name }), rest: start }
}

/** The delimiter by which most columns of the header are understood, and among equals the most frequent one. */
function sniffed(line: string): string {
  let best = { delimiter: ',', understood: 0, columns: 0 }
  for (const delimiter of DELIMITERS) {
    const header = headerBy(delimiter, line)
    const understood = Object.values(recognise(header)).flat().length
    if (understood > best.understood || (understood === best.understood && header.length > best.columns)) {
      best = { delimiter, understood, columns: header.length }
    }
  }
  return best.delimiter
}

function headerBy(delimiter: string, line: string): string[] {
  try {
    const parser = csvParser({ delimiter, name: '' })
    return [...parser.push(line), ...parser.end()][0]?.fields ?? []
  } catch {
    // Broken quotes by this delimiter; if by every other too, reading the rows says where.
    return []
  }
}
