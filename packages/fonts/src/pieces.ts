import { families } from './families.ts'
import type { Weight } from './font-files.ts'
import { fontWith } from './fonts.ts'
import { graphemesOf } from './graphemes.ts'
import type { OpenFont } from './open-font.ts'

/** What a reader takes for one letter, or a space, and a font that has it. */
export interface Piece {
  text: string
  font: OpenFont
}

const latin = ''
const everywhere = [...new Set([latin, ...families.flatMap(({ fonts }) => fonts)])]

/** Which font has which letter, as most letters come again. */
const known = new Map<string, Promise<Piece | null>>()
const knownAtMost = 20_000

/**
 * A text on one line, letter by letter, in the order in which it is read. Left out is what moves or hides text, pictures,
 * and signs and marks that no font has. Where a letter is in no font its whole word is left out, as the rest of it would
 * be another name.
 */
export async function piecesOf(text: string, weight: Weight): Promise<Piece[]> {
  const han = hanFonts(text)
  // A space from elsewhere is as wide as a letter in some fonts.
  const n = await fontWith([latin], 'n', weight)
  const pieces: Piece[] = []
  for (const word of tidied(text).split(' ')) {
    const set = await setWord(word, weight, han)
    if (n && pieces.length > 0 && set.length > 0) pieces.push({ text: ' ', font: n })
    pieces.push(...set)
  }
  return pieces
}

/** Without direction marks, fillers and the like; what joins letters or keeps them apart is needed for their forms. */
function tidied(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/(?![\u200c\u200d])[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\u2010-\u2012\u2015]/g, '-')
    .replace(/(\p{M})\1+/gu, '$1')
    .replace(/(\p{M}{6})\p{M}+/gu, '$1')
}

/** Chinese characters have the forms of the language that the other letters are in. */
function hanFonts(text: string): string[] {
  if (/[\p{sc=Hira}\p{sc=Kana}]/u.test(text)) return ['jp', 'sc', 'kr']
  return /\p{sc=Hang}/u.test(text) ? ['kr', 'jp', 'sc'] : ['sc', 'jp', 'kr']
}

async function setWord(word: string, weight: Weight, han: readonly string[]): Promise<Piece[]> {
  const pieces: Piece[] = []
  let neighbours: readonly string[] = []
  for (const letter of lettersOf(word)) {
    const own = /^\p{sc=Han}/u.test(letter) ? han : families.find(({ script }) => script.test(letter))?.fonts
    const piece = await setLetter(letter, [...(own ?? [latin, ...neighbours]), ...everywhere], weight)
    if (piece) pieces.push(piece)
    else if (/^(?!\p{Lm})\p{L}/u.test(letter)) return []
    neighbours = own ?? neighbours
  }
  return pieces
}

/** Without pictures and stray marks. A vowel that stands beside its letter (as in Burmese) is set with it. */
function lettersOf(word: string): string[] {
  const letters: string[] = []
  for (const grapheme of graphemesOf(word)) {
    if (/(?![©®™])[\p{Extended_Pictographic}\p{RI}]/u.test(grapheme)) continue
    if (!/^[\p{M}\u200c\u200d]/u.test(grapheme)) letters.push(grapheme)
    else if (letters.length > 0) letters.push((letters.pop() ?? '') + grapheme)
  }
  return letters
}

function setLetter(letter: string, fonts: readonly string[], weight: Weight): Promise<Piece | null> {
  const key = [weight, ...fonts, letter].join('/')
  const setting = known.get(key) ?? set(letter, fonts, weight)
  if (known.size >= knownAtMost) known.clear()
  known.set(key, setting)
  return setting
}

/** As it is, as the plain letters that it stands for (ﬁ, Ａ), or without marks that no font has. */
async function set(letter: string, fonts: readonly string[], weight: Weight): Promise<Piece | null> {
  const [bare = '', ...marks] = letter.normalize('NFD')
  const withoutMarks = marks.length > 0 && marks.every((mark) => /\p{M}/u.test(mark)) ? [bare] : []
  for (const text of new Set([letter, letter.normalize('NFKC'), ...withoutMarks])) {
    const font = await fontWith(fonts, text, weight)
    if (font) return { text, font }
  }
  return null
}
