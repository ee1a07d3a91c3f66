import { koreanDoubleSurnames, koreanSurnames } from './east-asian-surnames.ts'
import { wordsWithoutHonorifics, type EastAsian } from './east-asian-words.ts'

/**
 * Korean names: the given name, at most its last two syllables, as Koreans shorten each other’s names (KakaoWork shows
 * 김민수 as 민수; CLDR’s monogram for ko is that of the given name). Foreign names give the first syllable of each end.
 */
export const korean: EastAsian = {
  ofName(text) {
    const parts = text.split(/[·・•‧]/u).filter((part) => part.trim() !== '')
    if (parts.length > 1) return ends(parts.flatMap(wordsWithoutHonorifics))
    const [family = [], given = []] = text
      .split(/[,;、]/u)
      .map((part) => namesOf(wordsWithoutHonorifics(part)))
    if (family.length > 0 && given.length > 0) return short(given.join(''))
    const words = family.length > 0 ? family : given
    const [first, ...more] = words
    if (first === undefined) return null
    const last = more.at(-1)
    if (last === undefined) return undivided(first)
    if (isSurname(first) && more.length > 0) return short(more.join(''))
    return isSurname(last) && [...last].length === 1 ? short(first) : ends(words)
  },

  ofFields(firstName, lastName) {
    const [given, family] = [wordsWithoutHonorifics(firstName), wordsWithoutHonorifics(lastName)]
    const [first, last] = [given.join(''), family.join('')]
    if (first === '' || last === '') return null
    if (first.length === 1 && isSurname(first) && last.length > 1) return short(last)
    if (last.length > 1 && !isSurname(last)) return ends([...given, ...family])
    return short(first.startsWith(last) && first.length > 2 ? first.slice(last.length) : first)
  },
}

/** What is called after its work is known by its first syllables. */
const department =
  /^.{2,}(?:팀|센터|본부|그룹|영업부|인사부|총무부|개발부|관리부)$|(?:회의실|사무실|상담실|연구소)$|^(?:영업|인사|총무|개발|관리|재무|기획|홍보)[부과실]$/

/** Syllables are single characters: the text is composed. */
function short(given: string): string {
  return given.slice(-2)
}

/** The words without a department, where there are others: 영업부 김철수. */
function namesOf(words: string[]): string[] {
  const names = words.filter((word) => !department.test(word))
  return names.length > 0 ? names : words
}

function undivided(name: string): string {
  if (department.test(name)) return /회의(?=실$)/u.exec(name)?.[0] ?? name.slice(0, 2)
  if (name.length > 2 && koreanDoubleSurnames.has(name.slice(0, 2))) return short(name.slice(2))
  if (name.length === 2 && isSurname(name.slice(0, 1))) return name.slice(1)
  return short(name)
}

function isSurname(name: string): boolean {
  return koreanSurnames.has(name) || koreanDoubleSurnames.has(name)
}

function ends(words: string[]): string | null {
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return first === undefined ? null : first.slice(0, 1) + (last?.slice(0, 1) ?? '')
}
