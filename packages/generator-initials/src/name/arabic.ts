/**
 * Arabic script (Arabic, Persian, Urdu). The letters are given plain and in reading order; the drawing sets them
 * isolated and from right to left. CLDR's monograms for ar are the first letters of given name and surname as well.
 */

/** Marks over and under letters, the line that stretches them, and what joins or parts them. */
const marks =
  /\u0640|[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]/gu

/** `بن` and the like are not names, as `bin` is not, nor is the kunya’s `أبو`. */
const particle = /^(?:بن|ابن|إبن|بنت|بنو|بني|أبو|ابو|أبي|ابي|آل|ال|ولد|اوغلو|زاده)$/u

/** In front it is what somebody is called: أبو بكر. */
const kunya = /^(?:أبو|ابو)$/u

/** Names that begin with the letters of the article. */
const noArticle =
  /^(?:الياس|الیاس|الهام|الناز|الهه|السا|الينا|الین|الين|البرت|الكس|الکس|اليكس|الكسندر|الکساندر|اليزابيث|الیزابت|الفريد|الفونس|الما|الميرا|المیرا|اليسا|اليسار|الويز|التون|الطاف)$/u

/** The second half of a name such as عبد الله or صلاح الدين. */
const secondHalf = /^(?:الله|اللہ|الدين|الدین|الرحمن|الرحيم|الإسلام|الاسلام|الحق)$/u

/** Letters as they are meant: composed, without vowel signs and without stretching. */
export function tidyArabic(text: string): string {
  return (
    text
      .replace(marks, '')
      .replaceAll('ٱ', 'ا')
      // `د/ محمد` is a doctor in Egypt; elsewhere a slash ends the name.
      .replace(
        /^\s*(?:\p{Script=Arabic}{1,2}|(?:ال)?(?:دكتور|مهندس|أستاذ|استاذ)ة?)\s*\/\s*(?=\p{Script=Arabic})/u,
        '',
      )
  )
}

/** The words that count: compound given names are one (عبد الله, نور الدين), particles none. One is left. */
export function arabicWords(words: string[]): string[] {
  const names: string[] = []
  for (const [index, word] of words.entries()) {
    const before = names.at(-1)
    const belongs = words[index - 1] === 'عبد' || secondHalf.test(word)
    if (before !== undefined && belongs && index > 0) names.splice(-1, 1, `${before}${word}`)
    else names.push(word)
  }
  const kept = names.filter((word, index) => !particle.test(word) || (index === 0 && kunya.test(word)))
  return kept.length > 0 ? kept : names.slice(-1)
}

/** الشمري counts as شمري: the article is no name, as `al-` is not. */
export function bareArabic(word: string): string {
  return /^ال\p{L}{2,}/u.test(word) && !noArticle.test(word)
    ? word.replace(/^ال-?/u, '')
    : word.replace(/^ال-/u, '')
}
