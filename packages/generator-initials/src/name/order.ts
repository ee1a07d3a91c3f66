// What tells that a family name was written first.

const departments =
  /^(?:team|desk|room|office|support|sales|dept|department|group|centre|center|lounge|services?|main|menu|queue|line|hotline|help|helpdesk|reception|lobby|floor|kitchen|printer|fax|phone|admin|staff|user|test|meeting|conference|training|production|operations|manager|warehouse|lab|studio|area|unit|building|entrance|security)$/i

/** A word in capitals without any is an abbreviation. */
const vowel = /[AEIOUYÀ-ÝАЕЁИІЇОУЫЭЄЮЯΑΕΗΙΟΥΩΆΈΉΊΌΎΏ]/u

/**
 * Whether a word is a patronymic: Петрович, Ильинична, Миколаївна; in Latin letters, where a family name may end in
 * -ovich, only after a family name such as Ivanov.
 */
export function isPatronymic(word: string, family: string): boolean {
  if (/^\p{Script=Cyrillic}+(?:[оеёії]вич|[оеёії]вна|ьич|лліч|ична|ұлы|улы|қызы|кызы)$/iu.test(word))
    return true
  return /[oe]v(?:ich|na)$/.test(word) && /(?:[oei]va?|ina?|sk(?:iy|y|i|aya)|ko|uk)$/.test(family)
}

/** How many words in front are a family name in capitals, as in `DUPONT Jean` and `DE LA TOUR Anne`; mostly none. */
export function familyNameInCapitals(words: string[]): number {
  const isCapitals = (word: string) => /^[\p{Lu}\p{M}’-]{2,}$/u.test(word)
  const count = words.findIndex((word) => !isCapitals(word))
  const rest = words.slice(count)
  if (count < 1 || !words.slice(0, count).some((word) => /^.{3,}$/u.test(word) && vowel.test(word))) return 0
  return rest.every((word) => /^\p{Lu}\p{Ll}/u.test(word) && !departments.test(word)) ? count : 0
}
