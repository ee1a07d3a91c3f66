/**
 * Something that nobody may see: a password, a token, a JWT. In JSON, in text, under `console.log` and in errors it is
 * `[secret]`; whoever has to send it asks for it by name. From the moment it is made, `redacted` knows it.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
    remember(value)
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  /** How Node's own `inspect` shows it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown
  }
}

const shown = '[secret]'

/** Shorter ones would be found in words that have nothing to do with them. */
const shortest = 6

const forms = new Set<string>()
let longestFirst: string[] = []

/** The ways in which a value may get into a text: as it is, in JSON, in an address, in base64. */
function remember(value: string): void {
  if (value.length < shortest) return
  const base64 = Buffer.from(value, 'utf8').toString('base64')
  for (const form of [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams({ _: value }).toString().slice(2),
    base64,
    base64.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'),
  ])
    forms.add(form)
  longestFirst = [...forms].sort((one, other) => other.length - one.length)
}

/** A text without any secret that this process knows, by its exact value. */
export function redacted(text: string): string {
  let safe = text
  for (const form of longestFirst) if (safe.includes(form)) safe = safe.replaceAll(form, shown)
  return safe
}
