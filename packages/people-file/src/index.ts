import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import { csvRows } from './csv-rows.ts'
import { decoded } from './encoding.ts'
import { jsonRows } from './json-rows.ts'
import { records, type PersonRecord } from './records.ts'
import { unusable } from './unusable.ts'

export type { PersonRecord } from './records.ts'
export { readTable, type CsvRow } from './table.ts'

/** How a list of people is read. */
export interface ReadOptions {
  signal: AbortSignal
  /** One sentence about something that was tolerated, e.g. a row that was passed over. */
  warn(sentence: string): void
}

/**
 * The people in a CSV or JSON file, as a stream; `-` is standard input. Ids are unique.
 *
 * Throws errors of kind `unusable` that name file and line, and say what to do.
 */
export async function* readPeopleFile(path: string, options: ReadOptions): AsyncGenerator<PersonRecord> {
  options.signal.throwIfAborted()
  const stream = path === '-' ? process.stdin : createReadStream(path)
  addAbortSignal(options.signal, stream)
  try {
    yield* readPeople(stream, { ...options, name: path === '-' ? 'standard input' : path })
  } catch (error) {
    options.signal.throwIfAborted()
    throw unreadable(path, error)
  }
}

/** The people in a stream of bytes, CSV or JSON by its first character; `name` is what messages call it. */
export async function* readPeople(
  bytes: AsyncIterable<Uint8Array>,
  { name, signal, warn }: ReadOptions & { name: string },
): AsyncGenerator<PersonRecord> {
  const { first, text } = await begun(decoded(untilAborted(bytes, signal), name))
  const rows = first === '[' || first === '{' ? jsonRows(text, name, warn) : csvRows(text, name)
  yield* records(rows, name, warn)
}

async function* untilAborted(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  signal.throwIfAborted()
  for await (const chunk of bytes) {
    signal.throwIfAborted()
    yield chunk
  }
}

/** The first character that is not blank, and the text from its beginning. */
async function begun(text: AsyncGenerator<string>): Promise<{ first: string; text: AsyncIterable<string> }> {
  let start = ''
  while (start.trimStart() === '') {
    const next = await text.next()
    if (next.done) break
    start += next.value
  }
  async function* whole() {
    yield start
    yield* text
  }
  return { first: start.trimStart().charAt(0), text: whole() }
}

function unreadable(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return unusable(`There is no file ${path}.`, 'Check the path, and give the file with the list of people.')
  }
  if (code === 'EISDIR')
    return unusable(`${path} is a folder, not a file.`, 'Give the file with the list of people.')
  if (code === 'EACCES' || code === 'EPERM') {
    return unusable(`${path} may not be read.`, 'Give yourself the permission to read it.')
  }
  if (code !== undefined && 'syscall' in (error as object)) {
    return unusable(`${path} cannot be read (${code}).`, 'Check the disk, or copy the file and try again.')
  }
  return error
}
