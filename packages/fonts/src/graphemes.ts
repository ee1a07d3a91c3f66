const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * The signs that put the consonant before them and the one after them into one syllable: Unicode's Indic_Conjunct_Break
 * linkers, and those of Gurmukhi and Kannada, where half a syllable followed by another letter would be read as one.
 */
const linker =
  /(?:[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u1039\u17d2\u1a60\u1b44\ua9c0]\u200d?|\u0dca\u200d)\p{M}*$/u

/** The two Tamil clusters that are written as one letter. */
const tamilConjunct = /^(?:க்|ஸ்|ஶ்)$/u

/**
 * What a reader takes for one letter each: the letter with all its marks.
 *
 * Whole syllables of Indic scripts are one (UAX #29, rule GB9c). The segmenter does so since Unicode 15.1 and for more
 * scripts since 16, so this puts them together itself, and every Node.js answers alike.
 */
export function graphemesOf(text: string): string[] {
  // Cased letters without marks stand alone; asking the segmenter costs a hundred times as much.
  if (/^[\p{Lu}\p{Ll}\p{Lt}.’-]*$/u.test(text)) return [...text]
  const graphemes: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    const before = graphemes.at(-1)
    if (before !== undefined && isOneSyllable(before, segment)) graphemes.splice(-1, 1, before + segment)
    else graphemes.push(segment)
  }
  return graphemes
}

function isOneSyllable(before: string, next: string): boolean {
  if (!/^\p{L}/u.test(next)) return false
  return linker.test(before) || (tamilConjunct.test(before) && /^[ஷர]/u.test(next))
}
