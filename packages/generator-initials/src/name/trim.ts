import {
  isAmbiguousSuffix,
  isHonour,
  isOpening,
  isParticle,
  isPatronymicWord,
  isRole,
  isSuffix,
  isTitle,
} from './vocabulary.ts'

/**
 * The words of a name, or of one side of its comma, without titles in front, degrees behind and particles at either
 * end; at least one is left.
 */
export function trimmed(words: string[], capitalsOnly: boolean): string[] {
  return withoutParticles(withoutSuffixes(withoutTitles(words), capitalsOnly))
}

/** Titles, and the small print beside one: `Dr. rer. nat. h.c. Jane`, `prim. dr. Ana`, `RA Dr. Hans`. One is left. */
function withoutTitles(words: string[]): string[] {
  let start = 0
  while (start < words.length - 1) {
    const word = words[start] ?? ''
    const isSmallPrint = /^\p{Ll}.*\.$/u.test(word)
    const isBeforeTitle = (isSmallPrint || /^\p{Lu}{2}$/u.test(word)) && isTitle(words[start + 1] ?? '')
    const isHonoured = isHonour(word) && start < words.length - 2
    if (!isTitle(word) && !isBeforeTitle && !isHonoured && !(start > 0 && isSmallPrint)) break
    start++
  }
  return words.slice(start)
}

function withoutSuffixes(words: string[], capitalsOnly: boolean): string[] {
  let end = words.length
  while (end > 1) {
    const word = words[end - 1] ?? ''
    const certain = isSuffix(word) || (isTitle(word) && word.endsWith('.'))
    const likely = end > 2 && isAmbiguousSuffix(word) && (!capitalsOnly || word.includes('.'))
    if (!certain && !likely && !(end > 2 && isRole(word))) break
    end--
  }
  return words.slice(0, end)
}

/**
 * Small words at either end: `van der Berg`, `Berg van der`. A capital makes `Van Morrison` and `Le Nguyen` names, and
 * where nothing is capitalised nobody can tell; only pairs such as `Van Der` are particles all the same.
 */
function withoutParticles(words: string[]): string[] {
  const somethingIsCapital = words.some((word) => /\p{Lu}/u.test(word))
  const isSmall = (word = '') =>
    isParticle(word) && somethingIsCapital && /^(?:[’]?\p{Ll}|Ibn$|IBN$)/u.test(word)
  let start = isOpening(words[0] ?? '', words[1] ?? '') && words.length > 2 ? 2 : 0
  // What `oğlu` follows is the father's name.
  let end = words.length > 3 && isPatronymicWord(words.at(-1) ?? '') ? words.length - 2 : words.length
  while (start < end - 1 && isSmall(words[start])) start++
  while (end - 1 > start && isSmall(words[end - 1])) end--
  return words.slice(start, end)
}
