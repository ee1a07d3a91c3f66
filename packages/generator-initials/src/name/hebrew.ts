/** Hebrew. CLDR's monograms for he are the first letters of given name and surname; its ״ between them is left out. */

const finalForms: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' }

/** What begins a family name of two words: בן גוריון is Ben-Gurion, with the letter ב. */
const beginsFamilyName = /^(?:בן|בת|בר|אבן|אבו|אל|דה|די|ון|ואן)$/u

/** Without points and cantillation, with ״ and ׳ told from quotes. */
export function tidyHebrew(text: string): string {
  return text
    .replace(/[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/gu, '')
    .replace(/(?<=\p{Script=Hebrew})["“”„](?=\p{Script=Hebrew})/gu, '״')
    .replaceAll('\u05be', '-')
}

/** The words that count: a family name of two words is one. */
export function hebrewWords(words: string[]): string[] {
  const names: string[] = []
  for (const word of words) {
    const before = names.at(-1)
    if (names.length > 1 && before !== undefined && beginsFamilyName.test(before))
      names.splice(-1, 1, `${before}-${word}`)
    else names.push(word)
  }
  return names
}

/** The form that a letter has anywhere but at the end of a word. */
export function hebrewLetter(letter: string | null): string | null {
  return letter === null ? null : (finalForms[letter] ?? letter)
}
