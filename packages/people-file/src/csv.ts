import { unusable } from './unusable.ts'

/** One record of a CSV file, with the number of the line on which it begins. */
export interface CsvRow {
  line: number
  fields: string[]
}

const QUOTE = 34
const CARRIAGE_RETURN = 13
const LINE_FEED = 10
const SPACE = 32
const TAB = 9

const MAX_RECORD_LENGTH = 1024 * 1024

const START = 0
const PLAIN = 1
const QUOTED = 2
const CLOSING = 3

/**
 * Splits CSV text that comes in pieces into rows; rows that are blank throughout are left out.
 *
 * RFC 4180 with any line end, blanks around quotes, and stray quotes in unquoted text. csv-parse has one switch
 * (`relax_quotes`) for stray quotes and for a quote that is never closed; the second swallows everybody up to the next
 * quote, so it has to be an error here.
 */
export function csvParser({ delimiter, name, line = 1 }: { delimiter: string; name: string; line?: number }) {
  const separator = delimiter.charCodeAt(0)
  let state = START
  let fields: string[] = []
  let field = ''
  /** What came after the quote that may have closed the field. */
  let blanks = ''
  let size = 0
  let rowLine = line
  let quoteLine = line
  let afterReturn = false
  let rows: CsvRow[] = []
  /** The piece at hand, and from where on it is not in `field` yet. */
  let text = ''
  let from = 0

  function limit(extra: number) {
    if (size + extra <= MAX_RECORD_LENGTH) return
    throw unusable(
      `${name}, line ${rowLine}: this row is longer than 1 MiB.`,
      state === QUOTED
        ? `A quote was opened on line ${quoteLine}; close it, or remove it.`
        : 'Check that this is a list of people, one in each row.',
    )
  }

  function endField() {
    fields.push(field)
    size += field.length + 1
    limit(0)
    field = ''
    blanks = ''
    state = START
  }

  function endRow() {
    endField()
    if (fields.some((value) => value.trim() !== '')) rows.push({ line: rowLine, fields })
    fields = []
    size = 0
    rowLine = line
  }

  function unclosed() {
    return unusable(
      `${name}, line ${quoteLine}: a field begins with a quote that is not closed properly.`,
      'Close the quote, or write a quote inside a quoted field twice ("").',
    )
  }

  /** Text after a closing quote: plain text with quotes in it, unless the quotes held more than one field together. */
  function readAsPlain() {
    if (quoteLine !== line || field.includes(delimiter)) throw unclosed()
    field = `"${field}"${blanks}`
    blanks = ''
    state = PLAIN
  }

  function separates(code: number) {
    return code === separator || code === LINE_FEED || code === CARRIAGE_RETURN
  }

  /** Counts lines; true for the second half of a line end. */
  function endsLineAgain(code: number): boolean {
    const again = afterReturn && code === LINE_FEED
    afterReturn = code === CARRIAGE_RETURN
    if (afterReturn || (code === LINE_FEED && !again)) line++
    return again
  }

  function separated(code: number, at: number) {
    field += text.slice(from, at)
    from = at + 1
    if (code === separator) endField()
    else endRow()
  }

  function begins(code: number, at: number) {
    if (code === SPACE || code === TAB) return
    state = PLAIN
    if (code !== QUOTE) return
    field = ''
    from = at + 1
    quoteLine = line
    state = QUOTED
  }

  function inQuotes(code: number, at: number) {
    if (code !== QUOTE) return
    field += text.slice(from, at)
    from = at + 1
    state = CLOSING
  }

  function afterQuote(code: number, at: number) {
    if (code === QUOTE && blanks === '' && from === at) {
      field += '"'
      from = at + 1
      state = QUOTED
    } else if (separates(code)) {
      from = at
      separated(code, at)
    } else if (code !== SPACE && code !== TAB) {
      blanks += text.slice(from, at)
      from = at
      readAsPlain()
    }
  }

  /** Takes the next piece, and gives the rows that it completes. */
  function push(piece: string): CsvRow[] {
    text = piece
    from = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const again = endsLineAgain(code)
      if (state === QUOTED) inQuotes(code, at)
      else if (again) from = at + 1
      else if (state === CLOSING) afterQuote(code, at)
      else if (separates(code)) separated(code, at)
      else if (state === START) begins(code, at)
    }
    if (state === CLOSING) blanks += text.slice(from)
    else field += text.slice(from)
    limit(field.length + blanks.length)
    return taken()
  }

  /** Gives the last row. Throws when a quote is open. */
  function end(): CsvRow[] {
    if (state === QUOTED) throw unclosed()
    if (fields.length > 0 || field !== '') endRow()
    return taken()
  }

  function taken() {
    const complete = rows
    rows = []
    return complete
  }

  return { push, end }
}
