/** Scripts by their names in Unicode: those that have fonts here have rare letters, and the others none. */
const scripts = `
  Latin Cyrillic Greek Armenian Georgian Hebrew Arabic Thaana Hangul Hiragana Katakana Han Bopomofo Devanagari Bengali
  Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Khmer Myanmar Ethiopic
  Adlam Balinese Bamum Batak Buginese Canadian_Aboriginal Chakma Cham Cherokee Coptic Cuneiform Deseret
  Egyptian_Hieroglyphs Glagolitic Gothic Hanifi_Rohingya Javanese Kayah_Li Lepcha Limbu Lisu Meetei_Mayek Miao Mongolian
  New_Tai_Lue Nko Ol_Chiki Osage Runic Saurashtra Sora_Sompeng Sundanese Syloti_Nagri Syriac Tagalog Tai_Le Tai_Tham
  Tai_Viet Tibetan Tifinagh Vai Warang_Citi Yi
`
  .trim()
  .split(/\s+/)
  .map((name) => ({ name, begins: new RegExp(`^\\p{Script=${name}}`, 'u') }))

/** A letter, or whatever was to be drawn in its place, in words: `the Cherokee letter Ꮳ`. */
export function describeLetter(grapheme: string): string {
  const name = scripts.find(({ begins }) => begins.test(grapheme))?.name
  if (name === undefined) return grapheme
  return `the ${name.replaceAll('_', ' ')} ${name === 'Han' ? 'character' : 'letter'} ${grapheme}`
}
