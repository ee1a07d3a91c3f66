import { arabicWords } from './arabic.ts'
import { scriptOf } from './scripts.ts'
import { isParticle } from './vocabulary.ts'

/**
 * The word of a known family name that gives its letter: the first that is more than a particle or an initial. García
 * Márquez is G, as CLDR puts `surname` before `surname2` in its monograms (es: given, surname, surname2); Lloyd Webber
 * is L. Empty where there is no family name.
 */
export function familyWord(given: string[], family: string[]): string[] {
  const own = repeats(given, family) ? family.slice(given.length) : family
  const words = scriptOf(own[0] ?? '') === 'Arabic' ? arabicWords(own) : own
  const first = words.findIndex((word) => !isBeside(word))
  return words.slice(first < 0 ? -1 : first).slice(0, 1)
}

/** The whole name in the field of the family name: `John` and `John Smith`. */
function repeats(given: string[], family: string[]): boolean {
  return family.length > given.length && given.every((word, index) => family[index] === word)
}

/** `Van` Damme, `F.` Kennedy; but `Ben` Ali and `Das` Gupta are names, and so is what is left of O’Brien in `O` Brien. */
function isBeside(word: string): boolean {
  if (/^(?:Ben|BEN|Das|DAS)$/.test(word)) return false
  return isParticle(word) || /^\p{Lu}\.$|^(?!O)\p{Lu}$/u.test(word)
}
