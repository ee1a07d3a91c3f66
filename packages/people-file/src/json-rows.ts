import { noColumns, recognise, suffices, type Columns } from './columns.ts'
import type { Row } from './row.ts'
import { unusable } from './unusable.ts'
import { cappedWarnings, rowCount } from './warnings.ts'

const MAX_TEXT_LENGTH = 256 * 1024 * 1024
const MAX_VALUE_LENGTH = 1024 * 1024

const SHAPE_HINT = 'JSON has to be an array of objects, {"people": [...]}, or one object in each line.'

interface Entry {
  place: string
  value: unknown
}

/** The entries of a JSON file: an array, `{"people": [...]}`, or one object a line. */
export async function* jsonRows(
  text: AsyncIterable<string>,
  name: string,
  warn: (sentence: string) => void,
): AsyncGenerator<Row> {
  const pieces: string[] = []
  let length = 0
  for await (const piece of text) {
    length += piece.length
    if (length > MAX_TEXT_LENGTH) {
      throw unusable(`${name} is too large to be read as JSON.`, 'Use CSV, which is read row by row.')
    }
    pieces.push(piece)
  }
  const entries = entriesOf(pieces.join(''), name)
  const columnsOf = rememberedColumns()
  const passedOver = cappedWarnings(
    warn,
    (more) => `${name}: … and ${rowCount(more)} more that are no objects.`,
  )
  const objects = entries.filter(({ value, place }) => {
    if (isObject(value)) return true
    passedOver.add(`${name}, ${place}: this is not an object; it was passed over.`)
    return false
  }) as { place: string; value: Record<string, unknown> }[]
  passedOver.end()

  const first = objects[0]
  if (entries.length > 0 && !first) throw unusable(`${name} holds no list of people.`, SHAPE_HINT)
  if (first && !objects.some(({ value }) => suffices(columnsOf(Object.keys(value))))) {
    throw noColumns(`${name}, ${first.place}`, Object.keys(first.value))
  }
  for (const { place, value } of objects) {
    const columns = columnsOf(Object.keys(value))
    const cells = Object.values(value)
    yield {
      place,
      values: (field) => (columns[field] ?? []).map((position) => asText(cells[position], name, place)),
    }
  }
}

function entriesOf(text: string, name: string): Entry[] {
  let whole: unknown
  try {
    whole = JSON.parse(text)
  } catch (error) {
    return entriesByLine(text) ?? broken(text, name, error as Error)
  }
  const list = Array.isArray(whole) ? whole : listIn(whole as Record<string, unknown>)
  if (Array.isArray(list))
    return list.map((value: unknown, index) => ({ place: `entry ${index + 1}`, value }))
  const one: Entry = { place: 'line 1', value: whole }
  if (suffices(recognise(Object.keys(whole as object)))) return [one]
  throw unusable(`${name} holds no list of people.`, SHAPE_HINT)
}

/** One object a line, or `undefined` when it is not that. */
function entriesByLine(text: string): Entry[] | undefined {
  const entries: Entry[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if (!isObject(value)) return undefined
    entries.push({ place: `line ${index + 1}`, value })
  }
  return entries
}

function broken(text: string, name: string, error: Error): never {
  const lines = text.split('\n')
  if (isObject(parsed(lines.find((line) => line.trim() !== '') ?? ''))) {
    const wrong = lines.findIndex((line) => line.trim() !== '' && !isObject(parsed(line)))
    throw unusable(`${name}, line ${wrong + 1}: this line is not a JSON object.`, SHAPE_HINT)
  }
  throw unusable(`${name}, line ${brokenLine(lines)}: this is not valid JSON (${error.message}).`, SHAPE_HINT)
}

/**
 * The line of a syntax error, which JSON.parse does not always tell: the first one up to which the text cannot be the
 * beginning of valid JSON.
 */
function brokenLine(lines: string[]): number {
  let [low, high] = [0, lines.length - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (canContinue(lines.slice(0, middle + 1).join('\n') + '\n')) low = middle + 1
    else high = middle
  }
  return low + 1
}

function canContinue(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const { message } = error as Error
    return message.includes('end of JSON input') || message.includes(`position ${start.length}`)
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Objects of one file mostly have the same keys. */
function rememberedColumns(): (keys: string[]) => Columns {
  let lastKeys = ''
  let last: Columns = {}
  return (keys) => {
    const joined = keys.join('\0')
    if (joined !== lastKeys) {
      last = recognise(keys)
      lastKeys = joined
    }
    return last
  }
}

function asText(value: unknown, name: string, place: string): string {
  if (typeof value === 'string') {
    if (value.length <= MAX_VALUE_LENGTH) return value
    throw unusable(`${name}, ${place}: a value is longer than 1 MiB.`, 'Check that this is a list of people.')
  }
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return ''
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw unusable(
      `${name}, ${place}: the number ${value} is too large to be read exactly.`,
      'Write it in quotes, as a string.',
    )
  }
  return String(value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Under which names services wrap their lists. */
function listIn(whole: Record<string, unknown>): unknown {
  return ['people', 'value', 'records', 'users', 'members'].map((name) => whole[name]).find(Array.isArray)
}
