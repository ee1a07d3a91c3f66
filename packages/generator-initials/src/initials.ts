import { hasLetter, letterOf } from './name/letter.ts'
import { tidy, withoutAsides, withoutBrackets } from './name/tidy.ts'
import { wordsOf } from './name/words.ts'

/** What a directory may know of somebody's name. */
export interface NameFields {
  name?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
}

/**
 * One or two capitals that stand for a person: of the given name and of the last word of the family name.
 *
 * First and last name are taken before the display name, and the e-mail address only when neither gives a letter.
 * `null` when nothing does. The same person gives the same letters in whichever way the name is written
 * (`Doe, Jane`, `Dr. Jane Doe`).
 */
export function initialsOf({ name, firstName, lastName, email }: NameFields): string | null {
  return (
    fromFields(firstName, lastName) ??
    fromName(name) ??
    fromName([firstName, lastName].filter(Boolean).join(' ')) ??
    fromEmail(email)
  )
}

function fromFields(firstName = '', lastName = ''): string | null {
  const given = wordsIn(firstName)[0]
  const family = wordsIn(lastName).at(-1)
  return given === undefined || family === undefined ? null : lettersOf([given, family])
}

function fromName(name = ''): string | null {
  const text = tidy(name)
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return fromEmail(text)
  return lettersOf(wordsIn(text))
}

function wordsIn(text: string): string[] {
  const name = tidy(text).replace(/\S+@\S+/g, ' ')
  const words = wordsOf(withoutAsides(name))
  return words.length > 0 ? words : wordsOf(withoutBrackets(name))
}

/** The part before the @, without a +tag and digits; hyphens part words only where no dot or underscore does. */
function fromEmail(email = ''): string | null {
  const local = tidy(email)
    .replace(/^mailto:/i, '')
    .replace(/@.*$/, '')
    .replace(/\+.*$/, '')
  const words = local.split(/[._]/).length > 1 ? local.split(/[._]+/) : local.split('-')
  return lettersOf(words.filter(hasLetter))
}

function lettersOf(words: string[]): string | null {
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  if (first === undefined) return null
  // A name of two capitals is initials already.
  if (last === undefined && /^\p{Lu}{2}$/u.test(first))
    return (letterOf(first[0] ?? '') ?? '') + (letterOf(first[1] ?? '') ?? '')
  return (letterOf(first) ?? '') + (last === undefined ? '' : (letterOf(last) ?? ''))
}
