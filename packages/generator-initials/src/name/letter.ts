import { graphemesOf } from '../graphemes.ts'
import { isParticle } from './vocabulary.ts'

/**
 * Scripts whose initials are the first letters of words, as capitals. Scripts that shorten a name in another way
 * (Han, Hangul, Arabic, Devanagari) need a rule of their own beside this one, and a font beside those in fonts.ts.
 */
const letter = /(?=[\p{Lu}\p{Ll}\p{Lt}])[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u

/** Letters whose capital, as it begins a word, is not what `toUpperCase` answers. */
const capitals: Readonly<Record<string, string>> = {
  ß: 'ẞ',
  ŉ: 'N',
  Ǆ: 'ǅ',
  ǆ: 'ǅ',
  Ǉ: 'ǈ',
  ǉ: 'ǈ',
  Ǌ: 'ǋ',
  ǌ: 'ǋ',
  Ǳ: 'ǲ',
  ǳ: 'ǲ',
}

/** Whether a word has a letter of a known alphabet. */
export function hasLetter(word: string): boolean {
  return letter.test(word)
}

/** The letter a word stands for, as the capital that begins it; `null` when it has none of a known alphabet. */
export function letterOf(word: string): string | null {
  const grapheme = graphemesOf(withoutJoinedParticle(word)).find(hasLetter)
  return grapheme === undefined ? null : capital(grapheme)
}

/** `al-Rashid` counts as Rashid, and `d’Alembert` as Alembert; `D’Angelo` and `Jean-Luc` stay as they are. */
function withoutJoinedParticle(word: string): string {
  const parts = word.split('-')
  while (parts.length > 1 && isJoinedParticle(parts[0] ?? '', parts[1] ?? '')) parts.shift()
  return parts.join('-').replace(/^(?:d|l|dell|dall|nell|all)’(?=\p{Lu})/u, '')
}

function isJoinedParticle(part: string, next: string): boolean {
  if (/^[ae]l$/i.test(part)) return true
  return (isParticle(part) || /^a[dnrstz]h?$/.test(part)) && /^\p{Ll}/u.test(part) && /^\p{Lu}/u.test(next)
}

/** At most two combining marks are kept: more are decoration, and would leave the picture. */
function capital(grapheme: string): string {
  const [base = '', ...marks] = grapheme
  const [upper = ''] = graphemesOf(capitals[base] ?? base.toUpperCase())
  return (upper + marks.slice(0, 2).join('')).normalize('NFC')
}
