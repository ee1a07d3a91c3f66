import type { Document, LineCounter } from 'yaml'
import type { TextForm } from './text-form.ts'

/** A settings file as it was written, with comments and all. */
export interface SettingsDocument {
  file: string
  text: string
  /** How the text stands on disk. */
  form: TextForm
  document: Document.Parsed
  lines: LineCounter
}

/** The way from the top of a document to something in it; places in a list count from 0. */
export type Way = readonly (string | number)[]

/** The line that something stands on; where it is not there, the line of what is nearest above it. */
export function lineOf({ document, lines }: SettingsDocument, way: Way): number {
  let node: unknown = document.contents
  let at = 0
  for (const part of way) {
    const { items = [] } = (node ?? {}) as Collection
    const pair = items.find((item) => 'key' in item && `${(item.key as Scalar).value ?? ''}` === String(part))
    const item = pair ?? items[Number(part)]
    at = rangeOf(pair?.key ?? item) ?? at
    node = pair ? pair.value : item
  }
  return lines.linePos(at).line
}

/** A mapping or a list, as far as it matters here. */
interface Collection {
  items?: { key?: unknown; value?: unknown }[]
}

interface Scalar {
  value?: string | number | boolean | null
}

function rangeOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | undefined)?.range?.[0]
}

/** A way in words: `connections.main.groups[1].where`. */
export function named(way: Way): string {
  const text = way
    .map((part) => (/^\d+$/.test(String(part)) ? `[${Number(part) + 1}]` : `.${excerpt(String(part))}`))
    .join('')
    .replace(/^\./, '')
  return text === '' ? 'it' : text
}

/** No more of a text than a sentence takes. */
export function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
