import { chineseJapanese } from './name/chinese-japanese.ts'
import { arabicWords } from './name/arabic.ts'
import { chosenInitials } from './name/chosen.ts'
import type { EastAsian } from './name/east-asian-words.ts'
import { hebrewWords } from './name/hebrew.ts'
import { korean } from './name/korean.ts'
import { type Capitals, letterOf } from './name/letter.ts'
import { inOneScript, partOf, scriptsIn } from './name/one-script.ts'
import { hasLetter, type Script, scriptOf } from './name/scripts.ts'
import { tidy, withoutAsides, withoutBrackets } from './name/tidy.ts'
import { isTurkish } from './name/turkish.ts'
import { isRole } from './name/vocabulary.ts'
import { familyWordsOf, inOrder, wordsOf } from './name/words.ts'

/** What a directory may know of somebody's name. */
export interface NameFields {
  /** What the person, or somebody for them, chose: it is taken as it is. */
  initials?: string | undefined
  name?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
}

/** Scripts whose names are not the first letters of words. */
const eastAsian: Partial<Record<Script, EastAsian>> = { Han: chineseJapanese, Hangul: korean }

/**
 * One or two letters that stand for a person, in one script: of the given name and of the family name, as capitals where
 * a script has them; Chinese, Japanese and Korean people by their given name. Where nothing tells how much of a name is
 * the family name, its last word stands for it.
 *
 * First and last name are taken before the display name, and the e-mail address only when neither gives a letter.
 * `null` when nothing does. The same person gives the same letters in whichever way the name is written
 * (`Doe, Jane`, `Dr. Jane Doe`).
 */
export function initialsOf({ initials, name, firstName, lastName, email }: NameFields): string | null {
  const how = { dottedI: isTurkish({ name, firstName, lastName, email }) }
  return (
    chosenInitials(initials) ??
    fromFields(firstName, lastName, how) ??
    fromName(name, how) ??
    fromGivenName(firstName, lastName, how) ??
    fromName([firstName, lastName].filter(Boolean).join(' '), how) ??
    fromEmail(email, how)
  )
}

function fromFields(firstName = '', lastName = '', how: Capitals): string | null {
  const [first, last] = [plain(firstName), plain(lastName)]
  const theirs = scriptsIn(last)
  const script = scriptsIn(first).find((one) => theirs.includes(one))
  if (script === undefined) return null
  const [given, family] = [partOf(first, script), partOf(last, script)]
  const rule = eastAsian[script]
  if (rule) return rule.ofFields(given, family)
  const [givenWords, familyWords] = [wordsOf(given), familyWordsOf(family)]
  if (givenWords.length === 0 || familyWords.length === 0) return null
  return lettersOf(inOrder(givenWords, familyWords), how)
}

/** Where the fields are in two scripts, the given name alone is shown. */
function fromGivenName(firstName = '', lastName = '', how: Capitals): string | null {
  const areTwo = [firstName, lastName].every((field) => scriptsIn(plain(field)).length > 0)
  return areTwo ? fromName(firstName, how) : null
}

function fromName(name = '', how: Capitals): string | null {
  const text = tidy(name)
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return fromEmail(text, how)
  const part = inOneScript(plain(name))
  if (part === null) return null
  const rule = eastAsian[part.script]
  return rule ? rule.ofName(part.text) : lettersOf(wordsOf(part.text), how)
}

/** The tidied text without remarks, or with them where there is nothing else. */
function plain(text: string): string {
  const name = tidy(text).replace(/\S+@\S+|^n\/a$/gi, ' ')
  const bare = withoutAsides(name)
  return hasLetter(bare) ? bare : withoutBrackets(name)
}

/**
 * The part before the @, without a +tag, digits, and what somebody is to the company (jane.doe.ext@); hyphens part words
 * only where no dot or underscore does.
 */
function fromEmail(email = '', how: Capitals): string | null {
  const local = tidy(email)
    .replace(/^mailto:/i, '')
    .replace(/@.*$/, '')
    .replace(/\+.*$/, '')
  const words = local.split(/[._]/).length > 1 ? local.split(/[._]+/) : local.split('-')
  const names = words.filter((word) => hasLetter(word) && !/^ext$/i.test(word))
  return lettersOf(names.length > 2 ? names.filter((word) => !isRole(word)) : names, how)
}

function lettersOf(words: string[], how: Capitals): string | null {
  const [first, last] = ends(words)
  if (first === undefined) return null
  // A name of two capitals is initials already.
  if (last === undefined && /^\p{Lu}{2}$/u.test(first))
    return (letterOf(first[0] ?? '') ?? '') + (letterOf(first[1] ?? '') ?? '')
  return (letterOf(first, how) ?? '') + (last === undefined ? '' : (letterOf(last, how) ?? ''))
}

/** The first and the last of the words that are names. */
function ends(words: string[]): [first: string | undefined, last: string | undefined] {
  const script = scriptOf(words[0] ?? '')
  const names = script === 'Arabic' ? arabicWords(words) : script === 'Hebrew' ? hebrewWords(words) : words
  return [names[0], names.length > 1 ? names.at(-1) : undefined]
}
