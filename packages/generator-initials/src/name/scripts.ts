/**
 * The scripts whose names have a rule, or a form of letters, of their own. Any other letter counts as `other`, and is
 * shown as it stands.
 */
const scripts = {
  Latin: /(?=[\p{Lu}\p{Ll}\p{Lt}])\p{Script=Latin}/u,
  Cyrillic: /(?=[\p{Lu}\p{Ll}\p{Lt}])\p{Script=Cyrillic}/u,
  Greek: /(?=[\p{Lu}\p{Ll}\p{Lt}])\p{Script=Greek}/u,
  Han: /(?=\p{L})[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}〇]/u,
  Hangul: /(?=\p{L})\p{Script=Hangul}/u,
  Arabic: /(?=\p{L})\p{Script=Arabic}/u,
  Hebrew: /(?=\p{L})\p{Script=Hebrew}/u,
  Georgian: /(?=\p{L})\p{Script=Georgian}/u,
  Armenian: /(?=\p{L})\p{Script=Armenian}/u,
  Devanagari: /(?=\p{L})\p{Script=Devanagari}/u,
  Bengali: /(?=\p{L})\p{Script=Bengali}/u,
  Gurmukhi: /(?=\p{L})\p{Script=Gurmukhi}/u,
  Gujarati: /(?=\p{L})\p{Script=Gujarati}/u,
  Oriya: /(?=\p{L})\p{Script=Oriya}/u,
  Tamil: /(?=\p{L})\p{Script=Tamil}/u,
  Telugu: /(?=\p{L})\p{Script=Telugu}/u,
  Kannada: /(?=\p{L})\p{Script=Kannada}/u,
  Malayalam: /(?=\p{L})\p{Script=Malayalam}/u,
  Sinhala: /(?=\p{L})\p{Script=Sinhala}/u,
  Thai: /[ก-ฮ]/u,
  Lao: /[\u0e81-\u0eae\u0edc\u0edd]/u,
  Myanmar: /(?=\p{L})\p{Script=Myanmar}/u,
  Khmer: /(?=\p{L})\p{Script=Khmer}/u,
  Ethiopic: /(?=\p{L})\p{Script=Ethiopic}/u,
} as const

export type Script = keyof typeof scripts | 'other'

/** Letters of no script of their own, such as ʻ, and those that the table leaves out, such as ʰ, are signs beside letters. */
const otherLetter = /(?=[\p{Lu}\p{Ll}\p{Lt}\p{Lo}])[^\p{Script=Common}\p{Script=Inherited}]/u
const judged = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Thai}\p{Script=Lao}]/u

/** Signs that Unicode counts as letters: om, in four scripts. */
const sign = /[ॐૐௐༀ]/u

/** The script of a letter that can stand for a name; `null` for everything else. */
function scriptOfCharacter(character: string): Script | null {
  if (sign.test(character)) return null
  for (const [script, letter] of Object.entries(scripts)) if (letter.test(character)) return script as Script
  return otherLetter.test(character) && !judged.test(character) ? 'other' : null
}

const remembered = new Map<string, Script | null>()

/** The script of the first letter in a word that can stand for a name; `null` when there is none. */
export function scriptOf(word: string): Script | null {
  for (const character of word) {
    let script = remembered.get(character)
    if (script === undefined) {
      script = scriptOfCharacter(character)
      if (remembered.size < 10_000) remembered.set(character, script)
    }
    if (script !== null) return script
  }
  return null
}

/** Whether a word has a letter that can stand for a name: not a digit, sign or emoji. */
export function hasLetter(word: string): boolean {
  return scriptOf(word) !== null
}

/** Scripts that are written without blanks between given and family name. */
export function isEastAsian(script: Script | null): boolean {
  return script === 'Han' || script === 'Hangul'
}
