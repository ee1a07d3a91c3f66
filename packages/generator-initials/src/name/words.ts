import { hasLetter } from './letter.ts'
import { trimmed } from './trim.ts'
import {
  isAmbiguousSuffix,
  isFormerly,
  isPatronymic,
  isPlaceholder,
  isRole,
  isSuffix,
  isTitle,
} from './vocabulary.ts'

/**
 * The words of a tidied name that can give an initial, the given name first and the family name last, whichever way
 * round it was written; without titles, degrees, numbers and a leading `van der`.
 */
export function wordsOf(name: string): string[] {
  const capitalsOnly = !/\p{Ll}/u.test(name)
  const segments = name
    .split(/[,،、，;]/u)
    .map((segment) => tokens(segment))
    .filter((segment) => segment.length > 0)
  const [first = [], ...others] = segments
  const family = trimmed(first, capitalsOnly)
  const given = others.find((segment) => !isRemark(segment, family.length > 1, capitalsOnly))
  return given ? [...trimmed(given, capitalsOnly), ...family] : givenFirst(family)
}

function tokens(segment: string): string[] {
  const joined = segment
    .replace(/(?<=^|\s)(O’|Mc)\s+(?=\p{Lu})/gu, '$1')
    .replace(/(?<=\s)(St|Ste)\.? +(?=\p{Lu})/gu, '$1-')
    .replace(/(?<=^|\s)(?:ext|tel|x)\.?\s*[#:]?\d+/giu, ' ')
  const words = joined
    .split(/[\s_&+]+/u)
    .flatMap((word, index) =>
      isTitle(word) || (index > 0 && isDegree(word)) ? [word] : word.split(/(?<=\.)(?=\p{L})/u),
    )
    .filter((word) => hasLetter(word) && !/^\d+\p{L}{0,2}$/u.test(word) && !isPlaceholder(word))
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

function isDegree(word: string): boolean {
  return isSuffix(word) || isAmbiguousSuffix(word)
}

/** Иванов Иван Петрович is written family name first: the patronymic at the end tells. */
function givenFirst(words: string[]): string[] {
  const [family, given, patronymic, ...more] = words
  if (family === undefined || given === undefined || patronymic === undefined || more.length > 0) return words
  return isPatronymic(patronymic) && !isPatronymic(given) ? [given, patronymic, family] : words
}
