import { familyWord } from './family.ts'
import { familyNameInCapitals, isPatronymic } from './order.ts'
import { hasLetter } from './scripts.ts'
import { trimmed } from './trim.ts'
import {
  isAmbiguousSuffix,
  isFormerly,
  isPlaceholder,
  isPosition,
  isRole,
  isSuffix,
  isTitle,
} from './vocabulary.ts'
import { isVietnamese } from './vietnamese.ts'

/**
 * The words of a tidied name that can give an initial, the given name first and the family name last, whichever way
 * round it was written; without titles, degrees, numbers and a leading `van der`.
 */
export function wordsOf(name: string): string[] {
  const capitalsOnly = !/\p{Ll}/u.test(name)
  const [first = [], ...others] = segmentsOf(name)
  const family = trimmed(first, capitalsOnly)
  const isWhole = family.length > 1
  const position = isWhole ? others.findIndex((segment) => isPosition(segment.at(-1) ?? '')) : -1
  const given = others
    .slice(0, position < 0 ? others.length : position)
    .find((segment) => !isRemark(segment, isWhole, capitalsOnly))
  return given ? inOrder(trimmed(given, capitalsOnly), family) : givenFirst(family)
}

/** The words of a field that holds a family name; what follows a comma is a particle, a degree, or a given name again. */
export function familyWordsOf(lastName: string): string[] {
  const [first = []] = segmentsOf(lastName)
  return trimmed(first, !/\p{Ll}/u.test(lastName))
}

/**
 * Given name and family name as initials are read: the given name first, but for Vietnamese. Of a family name that is
 * known as one, a single word is left.
 */
export function inOrder(given: string[], family: string[]): string[] {
  return isVietnamese(given, family) ? [...family, ...given] : [...given, ...familyWord(given, family)]
}

function segmentsOf(name: string): string[][] {
  return name
    .split(/[,،、，;]/u)
    .map((segment) => tokens(segment))
    .filter((segment) => segment.length > 0)
}

function tokens(segment: string): string[] {
  const joined = segment
    .replace(/(?<=^|\s)(O’|Mc|Ó|Uí|Ní)\s+(?=\p{Lu})|(?<=\s)(Mac|Nic)\s+(?=\p{Lu})/gu, '$1$2')
    .replace(/(?<=\s)(?:(Ph|LL)\. +(?=[BDM]\b)|([BDM])\. +(?=(?:Sc|Ed|Eng|Phil)\b))/gu, '$1$2.')
    .replace(/(?<=^|\s)(St|Ste)\.? +(?=\p{Lu})/gu, '$1-')
    .replace(/(?<=^|\s)(?:ext|tel|x)\.?\s*[#:]?\d+/giu, ' ')
  const words = joined
    .split(/[\s_&+]+/u)
    .flatMap((word, index) =>
      isTitle(word) || (index > 0 && isDegree(word)) ? [word] : word.split(/(?<=\.)(?=\p{L})/u),
    )
    .filter((word, index) => hasLetter(word) && !isNumber(word, index) && !isPlaceholder(word))
  const other = words.findIndex((word, index) => index > 0 && isFormerly(word))
  return other > 0 ? words.slice(0, other) : words
}

/**
 * Whether a part after a comma says something about the person instead of naming them. After a whole name, so do the
 * many degrees that are written in capitals: `Jane Doe, FACP, SHRM-CP`.
 */
function isRemark(segment: string[], afterWholeName: boolean, capitalsOnly: boolean): boolean {
  return segment.every(
    (word) =>
      isTitle(word) ||
      isRole(word) ||
      isSuffix(word) ||
      (afterWholeName && isAmbiguousSuffix(word)) ||
      (afterWholeName && !capitalsOnly && /^[A-Z-]{3,}$/.test(word)),
  )
}

/** `101`, `2nd` and `12b` are numbers; what a name begins with, such as `3M`, is one of its words. */
function isNumber(word: string, index: number): boolean {
  return /^\d+\p{L}{0,2}$/u.test(word) && !(index === 0 && /^\d\p{Lu}$/u.test(word))
}

function isDegree(word: string): boolean {
  return isSuffix(word) || isAmbiguousSuffix(word)
}

/** A family name that was written first goes to the end, where something tells: a patronymic, or its capitals. */
function givenFirst(words: string[]): string[] {
  const [family, given, patronymic, ...more] = words
  if (family === undefined || given === undefined) return words
  if (
    patronymic !== undefined &&
    more.length === 0 &&
    isPatronymic(patronymic, family) &&
    !isPatronymic(given, family)
  )
    return [given, patronymic, family]
  const capitals = familyNameInCapitals(words)
  return inOrder(words.slice(capitals), words.slice(0, capitals))
}
