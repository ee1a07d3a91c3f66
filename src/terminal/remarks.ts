import type { ChangeResult } from '../records.ts'
import { madeUpFor } from './made-up-for.ts'

/** What is worth a word beside what was done for somebody. */
export function remarksOn({ change, after }: ChangeResult): string[] {
  const blurred = after?.small === undefined ? [] : ['the photo is so small that it is blurred']
  return [...madeUpFor(change), ...blurred]
}
