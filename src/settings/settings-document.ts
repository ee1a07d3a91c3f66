import type { Document, LineCounter } from 'yaml'

/** A settings file as it was written, with comments and all. */
export interface SettingsDocument {
  file: string
  text: string
  document: Document.Parsed
  lines: LineCounter
}
