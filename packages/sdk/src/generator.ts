import type { Person } from './person.ts'

/** What a generator is told about a person: everything a directory holds but the photo. */
export type GeneratorPerson = Omit<Person, 'photo'>

/** The options of a contribution after its JSON Schema was applied: checked, and with defaults filled in. */
export type Options = Record<string, unknown>

/** Fetches from the hosts that the manifest declares, and from no others. */
export type PluginFetch = typeof globalThis.fetch

/** One question to a generator. */
export interface GeneratorRequest {
  person: GeneratorPerson
  /**
   * What colour and shape follow from: the normalised e-mail, else the directory's id. Equal seeds look equal in every
   * directory.
   */
  seed: string
  /** The wanted width and height in pixels; images are square. */
  size: number
  options: Options
  fetch: PluginFetch
  /** Aborted when the answer is no longer wanted. */
  signal: AbortSignal
  /**
   * Everybody of the same directory, as a stream, to see whom something may be taken for as well: the directory is listed for
   * it, so ask once. Only generators that come with the tool are told, and only where people can be listed again.
   */
  everybody?: () => AsyncIterable<GeneratorPerson>
}

/** An image: SVG as UTF-8 bytes (preferred: text as outlines, nothing from outside), or PNG, JPEG, GIF or WebP bytes. */
export interface GeneratorImage {
  bytes: Uint8Array
  /** The letters drawn, where there are any. */
  label?: string
  /** Of a photo: when it was last changed (ISO 8601), where the source says so. `--prefer newest` goes by it. */
  modified?: string
}

/** "I have none for this person", and why: for what the generator itself cannot do, such as draw a letter. */
export interface GeneratorNone {
  /**
   * Goes on where "initials has none: " ends ("no font here has the Cherokee letter Ꮳ"): one line, of at most 200 characters.
   * It stands in reports beside the person's name, so it does not have to say whose picture it is.
   */
  none: string
}

/** What a generator is given before its first question. */
export interface GeneratorContext {
  options: Options
  /** Those that its manifest names. */
  secrets: Record<string, string>
  fetch: PluginFetch
  signal: AbortSignal
}

/**
 * Thrown by `open` for what concerns everybody, so that it is said once and the run ends: the server refuses who signs in
 * (`unauthorised`), cannot be reached (`unavailable`), or options and server do not go together (`unusable`). Anything else
 * that `open` throws is reported for each person.
 */
export interface GeneratorOpenError extends Error {
  kind: 'unauthorised' | 'unavailable' | 'unusable'
  /** What to do next. */
  hint?: string
}

/** A plain object, the default export of the module that the manifest names. */
export interface Generator {
  /** Called once before the first question. Throws a `GeneratorOpenError` where nobody can be served. */
  open?(context: GeneratorContext): Promise<void> | void
  /**
   * Answers with an image, or with `null`: "I have none for this person"; or with `{ none }`, which also says why. A
   * throw means "failed": it is reported and must never stand in for "none". Same seed, name, options and revision: same
   * bytes, on every machine.
   */
  generate(
    request: GeneratorRequest,
  ): Promise<GeneratorImage | GeneratorNone | null> | GeneratorImage | GeneratorNone | null
  /** Called once after the last question. */
  close?(): Promise<void> | void
}
