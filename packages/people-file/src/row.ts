import type { Field } from './columns.ts'

/** One entry of a list, before its values are judged. */
export interface Row {
  /** `line 7` or `entry 7`. */
  place: string
  /** The values for a field, the preferred one first; some may be empty. */
  values(field: Field): string[]
}
