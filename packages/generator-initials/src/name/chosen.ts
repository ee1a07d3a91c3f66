import { graphemesOf } from '@avatarctl/fonts'
import { tidy } from './tidy.ts'

/** More would not fit into a circle, nor would a letter of more parts. */
const most = 3
const mostParts = 8

/** Letters that somebody chose, as they are, without blanks and invisible characters; `null` where none were. */
export function chosenInitials(initials = ''): string | null {
  const letters = graphemesOf(tidy(initials).replace(/\s+/gu, '')).slice(0, most)
  return letters.length > 0
    ? letters.map((letter) => [...letter].slice(0, mostParts).join('')).join('')
    : null
}
