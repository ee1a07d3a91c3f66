/** What stands in the place of something secret. */
export const shown = '[secret]'

/** Shorter ones would be found in words that have nothing to do with them. */
const shortest = 6

/** So much of the beginning is as good as the whole: messages cut what is long. */
const telling = 24

/** Values that are known at a time. A process that runs for months is given new tokens again and again. */
const most = 200

/** The forms of each value, the values that were named last at the end. */
const known = new Map<string, readonly string[]>()

/** What finds the forms in a text; undefined while it has to be made anew. */
let search: Search | undefined

/** From now on, this value is in no text that `redacted` gives. */
export function neverShow(value: string): void {
  if (value.length < shortest) return
  const forms = known.get(value) ?? formsOf(value)
  const isNew = !known.delete(value)
  known.set(value, forms)
  const [oldest] = known.size > most ? known.keys() : []
  if (oldest !== undefined) known.delete(oldest)
  if (isNew) search = undefined
}

/** A text without any secret that this process knows, by its exact value; also where it is cut off. */
export function redacted(text: string): string {
  return known.size === 0 ? text : redactedPiece(text, { from: 0, goesOn: false }).safe
}

/**
 * The same of a piece of a longer text. What stands before `from` was given out already. Where it `goesOn`, what may be
 * the beginning of a secret is held back at the end, as the rest of it may follow.
 */
export function redactedPiece(
  text: string,
  { from, goesOn }: { from: number; goesOn: boolean },
): { safe: string; held: string } {
  const whole = { safe: text.slice(from), held: '' }
  if (known.size === 0) return whole
  const here = (search ??= makeSearch())
  let safe = ''
  let done = from
  for (let at = nextBeginning(here, text, 0); at >= 0; at = nextBeginning(here, text, at)) {
    const { length, isSecret, isWhole } = longest(text, at, here)
    const end = at + length
    if (goesOn && !isWhole && end > done && end === text.length) {
      const held = Math.max(at, done)
      return { safe: safe + text.slice(done, held), held: text.slice(held) }
    }
    if (isSecret && end > done) {
      safe += text.slice(done, Math.max(at, done)) + shown
      done = end
    }
    at = isSecret ? end : at + 1
  }
  return done === from ? whole : { safe: safe + text.slice(done), held: '' }
}

/** Longer than any beginning that is looked for: so much of what was given out matters for what follows. */
export const overlap = shortest - 1

/** How much of one of these forms stands there, and whether that is enough, or all of it. */
interface Found {
  length: number
  isSecret: boolean
  isWhole: boolean
}

function longest(text: string, at: number, { byBeginning }: Search): Found {
  let best: Found = { length: 0, isSecret: false, isWhole: false }
  for (const form of byBeginning.get(text.slice(at, at + shortest)) ?? []) {
    let length = 0
    while (length < form.length && text.charCodeAt(at + length) === form.charCodeAt(length)) length += 1
    const isWhole = length === form.length
    const isSecret = isWhole || length >= telling
    if (isSecret === best.isSecret ? length > best.length : isSecret) best = { length, isSecret, isWhole }
  }
  return best
}

/** Forms by what they begin with, and a mark for each three letters with which one begins. */
interface Search {
  byBeginning: ReadonlyMap<string, readonly string[]>
  marks: Uint8Array
}

function makeSearch(): Search {
  const byBeginning = new Map<string, string[]>()
  const marks = new Uint8Array(0x10000)
  for (const form of new Set([...known.values()].flat())) {
    const beginning = form.slice(0, shortest)
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), form])
    marks[markOf(form.charCodeAt(0), form.charCodeAt(1), form.charCodeAt(2))] = 1
  }
  return { byBeginning, marks }
}

function markOf(first: number, second: number, third: number): number {
  return ((first << 10) ^ (second << 5) ^ third) & 0xffff
}

/** Where, from there on, the beginning of a form stands; -1 where none does. What is written is long, so letters are only looked at once. */
function nextBeginning({ byBeginning, marks }: Search, text: string, from: number): number {
  let [first, second] = [text.charCodeAt(from), text.charCodeAt(from + 1)]
  for (let at = from; at <= text.length - shortest; at += 1) {
    const third = text.charCodeAt(at + 2)
    if (marks[markOf(first, second, third)] === 1 && byBeginning.has(text.slice(at, at + shortest))) return at
    first = second
    second = third
  }
  return -1
}

/** The ways in which a value may get into a text: as it is, in JSON, in an address, in HTML, in base64. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const all = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams({ _: value }).toString().slice(2),
    html.replaceAll('"', '&quot;'),
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    bytes.toString('latin1'),
    ...[0, 1, 2].flatMap((before) => {
      const base64 = insideBase64(bytes, before)
      return [base64, base64.replaceAll('+', '-').replaceAll('/', '_')]
    }),
  ]
  return [...new Set(all)].filter((form) => form.length >= shortest)
}

/** What stays the same of these bytes in base64 wherever they stand, `before` bytes after a group of three. */
function insideBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const isWhole = (before + bytes.length) % 3 === 0
  return text.slice([0, 2, 3][before], isWhole ? undefined : -1)
}
