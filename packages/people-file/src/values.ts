const EDGE = /[\s\u00ad\u200b-\u200f\u2060\ufeff]/
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
// Names go to terminals, pictures and other services, where control characters have effects.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g
const PRINTABLE_ASCII = /^[!-~](?:[ -~]*[!-~])?$/

/** Without blanks, no-break spaces and zero-width characters at both ends. */
export function trimmed(value: string): string {
  let start = 0
  let end = value.length
  while (start < end && EDGE.test(value[start]!)) start++
  while (end > start && EDGE.test(value[end - 1]!)) end--
  return value.slice(start, end)
}

/** Trimmed, on one line and without control characters. */
export function plainText(value: string): string {
  // Nearly all values are plain already, and a large file has a million of them.
  if (value === '' || PRINTABLE_ASCII.test(value)) return value
  return trimmed(value.replace(BREAKS, ' ').replace(CONTROLS, ''))
}

/** Without the `'` with which CSV writers keep a spreadsheet from taking `=`, `+`, `-` or `@` for a formula. */
export function unguarded(value: string): string {
  if (!value.includes("'")) return value
  return value.replace(/^(\s*)'(?=[=+\-@])/, '$1')
}
