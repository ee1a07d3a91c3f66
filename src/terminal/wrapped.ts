import stringWidth from 'string-width'
import { fitted } from './fitted.ts'
import { safeText } from './safe-text.ts'

/** A label and its text, which goes on below itself where it needs several lines. */
export function labelled(label: string, text: string, at: number, width: number): string[] {
  const [first = '', ...rest] = wrapped(text, width - at)
  const head = label.padEnd(at)
  // A label that reaches into the text has a line of its own.
  if (stringWidth(label) >= at) return [label, ...[first, ...rest].map((line) => ' '.repeat(at) + line)]
  return [head + first, ...rest.map((line) => ' '.repeat(at) + line)]
}

/** Text broken at spaces into lines of so many columns; a word that is longer is cut. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of safeText(text).split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && stringWidth(longer) > columns) {
      lines.push(line)
      line = fitted(word, columns)
    } else line = fitted(longer, columns)
  }
  return [...lines, line]
}
