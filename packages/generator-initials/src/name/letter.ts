import { graphemesOf } from '@avatarctl/fonts'
import { bareArabic } from './arabic.ts'
import { hebrewLetter } from './hebrew.ts'
import { hasLetter, scriptOf } from './scripts.ts'
import { isParticle } from './vocabulary.ts'

/** How letters become capitals. */
export interface Capitals {
  /** Turkish and Azerbaijani: the capital of i has its dot. */
  dottedI: boolean
}

/** Letters whose capital, as it begins a word, is not what `toUpperCase` answers. */
const capitals: Readonly<Record<string, string>> = {
  ß: 'ẞ',
  ŉ: 'N',
  ǅ: 'ǅ',
  ǈ: 'ǈ',
  ǋ: 'ǋ',
  ǲ: 'ǲ',
  Ǆ: 'ǅ',
  ǆ: 'ǅ',
  Ǉ: 'ǈ',
  ǉ: 'ǈ',
  Ǌ: 'ǋ',
  ǌ: 'ǋ',
  Ǳ: 'ǲ',
  ǳ: 'ǲ',
}

/** A syllable of an Indic script has no more; what is longer is decoration, and would leave the picture. */
const longestCluster = 8

/** The letter a word stands for, as the capital that begins it; `null` when it has none. */
export function letterOf(word: string, how: Capitals = { dottedI: false }): string | null {
  const script = scriptOf(word)
  switch (script) {
    case null:
      return null
    case 'Latin':
    case 'Cyrillic':
    case 'Greek': {
      const whole = withoutJoinedParticle(word)
      // The Dutch ij is one letter: Onze Taal shortens IJsbrand to IJ., and only Dutch writes IJ before a small letter.
      if (/^IJ\p{Ll}/u.test(whole)) return 'IJ'
      const grapheme = graphemesOf(whole).find(hasLetter)
      if (grapheme === undefined) return null
      return script === 'Greek' ? withoutTonos(capital(grapheme, how)) : capital(grapheme, how)
    }
    case 'Arabic':
      return firstCharacter(bareArabic(word))
    case 'Hebrew':
      return hebrewLetter(firstCharacter(word))
    // A vowel that is written before its consonant is spoken after it, and Thai initials leave marks out.
    case 'Thai':
    case 'Lao':
      return firstCharacter(word)
    // Georgian has no capitals within names: CLDR's monograms for ka are not in `allCaps`.
    case 'Georgian':
      return firstCharacter(word)?.toLowerCase() ?? null
    case 'Armenian':
    case 'other': {
      const grapheme = graphemesOf(word).find(hasLetter)
      return grapheme === undefined ? null : cluster(capital(grapheme, how, longestCluster))
    }
    default:
      return cluster(graphemesOf(word).find(hasLetter) ?? '')
  }
}

/** Greek capitals have no accents and breathings: CLDR's monograms for el are in `allCaps`. The diaeresis stays. */
function withoutTonos(letter: string): string {
  return letter
    .normalize('NFD')
    .replace(/(?!\u0308)\p{M}/gu, '')
    .normalize('NFC')
}

function firstCharacter(word: string): string | null {
  return [...word].find(hasLetter) ?? null
}

function cluster(grapheme: string): string {
  return [...grapheme].slice(0, longestCluster).join('')
}

/** `al-Rashid` counts as Rashid, and `d’Alembert` as Alembert; `D’Angelo` and `Jean-Luc` stay as they are. */
function withoutJoinedParticle(word: string): string {
  const parts = word.split('-')
  while (parts.length > 1 && isJoinedParticle(parts[0] ?? '', parts[1] ?? '')) parts.shift()
  return parts.join('-').replace(/^(?:d|l|dell|dall|nell|all)’(?=\p{Lu})/u, '')
}

function isJoinedParticle(part: string, next: string): boolean {
  if (/^(?:[ae]l|[аэ]ль?)$/i.test(part)) return true
  return (isParticle(part) || /^a[dnrstz]h?$/.test(part)) && /^\p{Ll}/u.test(part) && /^\p{Lu}/u.test(next)
}

/** Lines through letters, and small signs and letters that are piled up on them. */
const decoration = /^[\u0334-\u033f\u0346-\u034e\u0350-\u0357\u0359-\u036f\u20d0-\u20ff]$/u

/** At most two combining marks are kept: more are decoration, and would leave the picture. */
function capital(grapheme: string, { dottedI }: Capitals, marksKept = 2): string {
  const [base = '', ...all] = grapheme
  const marks = all.filter((mark) => !decoration.test(mark))
  const special = dottedI && base === 'i' ? 'İ' : capitals[base]
  const [upper = ''] = graphemesOf(special ?? base.toUpperCase())
  return (upper + marks.slice(0, marksKept).join('')).normalize('NFC')
}
