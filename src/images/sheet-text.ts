import type { SheetFonts } from './sheet-fonts.ts'

/**
 * The text as it can be drawn: on one line, without control and direction characters, and without what our fonts do
 * not have; empty when nothing is left.
 */
export function drawableText(text: string, fonts: SheetFonts): string {
  const spaced = text
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/[\u2010-\u2012\u2015]/g, '-')
  return [...spaced]
    .filter((character) => fonts.has(character))
    .join('')
    .replace(/ +/g, ' ')
    .trim()
}

/** The text, cut after as many whole characters as fit into `width` with an ellipsis. */
export function shortenText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text
  const characters = [...new Intl.Segmenter('en').segment(text.slice(0, 500))].map(({ segment }) => segment)
  let fits = 0
  for (let low = 1, high = characters.length - 1; low <= high;) {
    const middle = (low + high) >> 1
    if (measure(cutAt(middle)) <= width) {
      fits = middle
      low = middle + 1
    } else high = middle - 1
  }
  return cutAt(fits)

  function cutAt(count: number): string {
    return `${characters.slice(0, count).join('').trimEnd()}…`
  }
}
