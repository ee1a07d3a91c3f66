import { neverShow, shown } from './redaction.ts'

/**
 * Something that nobody may see: a password, a token, a JWT. In JSON, in text, under `console.log` and in errors it is
 * `[secret]`; whoever has to send it asks for it by name. From the moment it is made, `redacted` knows it.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
    neverShow(value)
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

/** The values themselves, for whoever has to send them. */
export function revealed(secrets: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, one]) => [name, one.reveal()]))
}
