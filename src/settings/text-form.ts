import { notRight } from './not-right.ts'

/** How a text stands on disk; whoever writes it again keeps to it. */
export interface TextForm {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** A mark of the encoding in front, which some editors want. */
  marked: boolean
  /** What ends a line. */
  ending: '\n' | '\r\n'
}

/** The form of a new file. */
export const plainForm: TextForm = { encoding: 'utf-8', marked: false, ending: '\n' }

/** Reads a text in whatever encoding an editor has saved it. Throws `AppError` where it is none. */
export function readText(file: string, bytes: Buffer): { text: string; form: TextForm } {
  const encoding = encodingOf(bytes)
  let text
  try {
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw notRight(file, 'it is no text in UTF-8 or UTF-16', {
      hint: 'Save it anew, with the encoding UTF-8.',
    })
  }
  const marked = text.startsWith('\ufeff')
  if (marked) text = text.slice(1)
  // What has these is a picture, a database, or UTF-16 that nobody marked.
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text))
    throw notRight(file, 'it is no text', { hint: 'Put a text file in its place, in the encoding UTF-8.' })
  return { text, form: { encoding, marked, ending: text.includes('\r\n') ? '\r\n' : '\n' } }
}

/** The bytes of a text in that form. */
export function writeText(text: string, { encoding, marked, ending }: TextForm): Buffer {
  const whole = (marked ? '\ufeff' : '') + text.replaceAll(/\r?\n/g, ending)
  if (encoding === 'utf-8') return Buffer.from(whole, 'utf8')
  const bytes = Buffer.from(whole, 'utf16le')
  return encoding === 'utf-16be' ? bytes.swap16() : bytes
}

function encodingOf([first, second]: Buffer): TextForm['encoding'] {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
