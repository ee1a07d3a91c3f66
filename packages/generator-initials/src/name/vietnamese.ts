/**
 * Vietnamese names are family, middle and given name, and are shortened in this order: Nguyễn Văn An is NA, in fields
 * as well as in a line (CLDR lists vi under `surnameFirst` in every language).
 */

const letters = /[ăđơưĂĐƠƯ\u1ea0-\u1ef9]/u

/** A Vietnamese word is one syllable. */
const syllable =
  /^(?:ngh|ng|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?$/u

/** Family names and middle names that hardly anybody else has, for names that were typed without marks. */
const families = new Set(
  'nguyen tran pham huynh hoang phan vu vo dang bui do ho ngo duong ly le truong trinh dinh'.split(' '),
)
const middles = new Set('van thi huu duc ngoc quoc xuan thanh minh quang'.split(' '))

/**
 * Whether a name is Vietnamese: words of one syllable with Vietnamese letters. `Lan Nguyen` without marks stays in the
 * order of the country she works in; `Nguyen, Van An` has the middle name that tells.
 */
export function isVietnamese(given: string[], family: string[]): boolean {
  const all = [...family, ...given]
  if (given.length === 0 || family.length === 0 || !all.every(isSyllable)) return false
  // A list that put the family name into the wrong field is in order already.
  if (isFamily(given) && !isFamily(family)) return false
  if (all.some((word) => letters.test(word.normalize('NFC')))) return true
  const [middle = '', name] = given
  return name !== undefined && isFamily(family) && middles.has(bare(middle))
}

function isFamily([first = '']: string[]): boolean {
  return families.has(bare(first))
}

function isSyllable(word: string): boolean {
  return syllable.test(withoutTones(word))
}

/** In small letters and without tones, but with the marks that make another vowel. */
function withoutTones(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '')
    .normalize('NFC')
    .toLowerCase()
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '')
}
