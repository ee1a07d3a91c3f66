import { stringify } from 'csv-stringify/sync'

/**
 * One line of CSV. A value that a spreadsheet would run as a formula gets an apostrophe in front, which our own reader
 * takes away again.
 */
export function csvLine(values: readonly string[]): string {
  return stringify([values.map(guarded)], { quoted_string: true, record_delimiter: '\r\n' })
}

function guarded(value: string): string {
  return /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : value
}
