const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** What a reader takes for one letter each: the letter with all its marks. */
export function graphemesOf(text: string): string[] {
  // Cased letters without marks stand alone; asking the segmenter costs a hundred times as much.
  if (/^[\p{Lu}\p{Ll}\p{Lt}.’-]*$/u.test(text)) return [...text]
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
