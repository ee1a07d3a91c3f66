/**
 * Writes one JSON document piece by piece, so that 100,000 people are on their way while the rest is being found.
 * Whatever happens in between, what was written is completed to a valid document by `end`.
 */
export interface JsonDocument {
  readonly begun: boolean
  readonly ended: boolean
  /** A field of the document itself. */
  field(name: string, value: unknown): void
  /** One element of the list `name`; the list is begun with its first element, or by `list`. */
  item(name: string, value: unknown): void
  /** The same of a value that is JSON already, in pieces. */
  raw(name: string, json: Iterable<string>): void
  list(name: string): void
  end(): void
}

/** The same document, for somebody who does not end it: there are fields to come after theirs. */
export function leftOpen({ field, item, raw, list }: JsonDocument): JsonDocument {
  return { begun: true, ended: false, field, item, raw, list, end: () => undefined }
}

/** Resolves once all that was written has gone out; with `false` where it cannot. */
export function isWritten(stream: NodeJS.WritableStream): Promise<boolean> {
  return new Promise((resolve) => stream.write('', (error) => resolve(!error)))
}

/** So many letters of a line are held back until it is complete. */
const mostHeld = 1_000_000

/**
 * A document on one line, as there is one for each run of a command that is repeated. Unless it is very long it is written
 * at once, so that nothing gets into it where standard error goes to the same place.
 */
export function jsonLineDocument(put: (text: string) => void): JsonDocument {
  let held = ''
  return jsonDocument((text) => {
    const isEnd = text === '\n'
    // In JSON a break stands between two tokens, and never in one.
    held += isEnd ? text : text.replaceAll(/\n */g, '')
    if (!isEnd && held.length < mostHeld) return
    put(held)
    held = ''
  })
}

/** A document on `write`; nothing is written before its first field. */
export function jsonDocument(write: (text: string) => void): JsonDocument {
  let begun = false
  let ended = false
  let open: string | undefined
  let items = 0

  function separate(): void {
    if (open !== undefined) write(items > 0 ? '\n  ]' : ']')
    open = undefined
    write(begun ? ',\n  ' : '{\n  ')
    begun = true
  }

  function list(name: string): void {
    if (open === name) return
    separate()
    write(`${JSON.stringify(name)}: [`)
    open = name
    items = 0
  }

  function raw(name: string, json: Iterable<string>): void {
    list(name)
    write(`${items > 0 ? ',' : ''}\n    `)
    for (const piece of json) write(piece)
    items += 1
  }

  return {
    get begun() {
      return begun
    },
    get ended() {
      return ended
    },
    field(name, value) {
      separate()
      write(`${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    },
    list,
    item: (name, value) => raw(name, [JSON.stringify(value)]),
    raw,
    end() {
      if (open !== undefined) write(items > 0 ? '\n  ]' : ']')
      write(begun ? '\n}' : '{}')
      write('\n')
      ended = true
    },
  }
}
