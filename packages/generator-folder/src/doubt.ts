import path from 'node:path'
import type { Entry } from './entry.ts'

/** Names in a sentence are cut where they are longer. */
const longestName = 40

/** Why a photo is nobody's, in one line of at most 200 characters: one file for several people, or several for one. */
export function doubtAbout(files: readonly Entry[], people: number): string {
  const names = files.slice(0, 3).map(nameOf)
  if (people > 1) return `${names.join(', ')} may be of ${people} people`
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : ''
  return `several photos may be this one: ${names.join(', ')}${more}`
}

/** The file, or the row of the table. */
function nameOf(entry: Entry): string {
  const name = 'line' in entry ? `line ${entry.line}` : path.basename(entry.name)
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
  const letters = [...plain]
  return letters.length > longestName ? `${letters.slice(0, longestName - 1).join('')}…` : plain
}
