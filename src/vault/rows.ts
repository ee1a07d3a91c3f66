import type { StoredOriginal } from '../records.ts'
import type { Row, Value } from './sqlite.ts'

/** A column of text that may be empty. */
export function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** A row of the table `originals`. */
export function originalFrom(row: Row): StoredOriginal {
  return {
    id: Number(row['id']),
    person: String(row['person']),
    sha256: text(row['sha256']),
    mediaType: text(row['media_type']),
    name: text(row['name']),
    version: text(row['version']),
    bytes: Number(row['bytes']),
    savedAt: String(row['saved']),
    run: String(row['run']),
  }
}
