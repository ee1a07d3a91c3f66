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
      write(begun ? '\n}\n' : '{}\n')
      ended = true
    },
  }
}
