/** Letters that no decomposition takes apart, as they are written without them. */
const plain: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ŋ: 'n', ħ: 'h' },
}

/** The same where a letter is written as two, as in German and in the north. */
const asTwo: Record<string, string> = { ...plain, ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }

/** What a name may be written with in place of a blank, in names of files. */
const separators = /[\s._,;+()[\]]+/u

const apostrophes = /['’‘ʼ`´]/gu
const hyphens = /[-‐‑–]/gu

/** A name for comparing: its words in lower case and NFC, in any order, with all their accents. */
export function exactName(name: string): string[] {
  const text = lower(name)
  return sortedWords(text.replace(hyphens, ' '))
}

/**
 * The ways in which a name may have been written in a file's name: without accents, with `ae` for `ä` and the like, with
 * or without the hyphen of a double name. Words in any order.
 */
export function foldedNames(name: string): string[] {
  const text = lower(name)
  const spellings = [replaced(text, plain), replaced(text, asTwo)].map(withoutAccents)
  const ways = spellings.flatMap((one) => [one.replace(hyphens, ' '), one.replace(hyphens, '')])
  return [...new Set(ways.flatMap(sortedWords))]
}

function lower(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC').replace(apostrophes, '')
}

/** Nothing where no word is left. */
function sortedWords(text: string): string[] {
  const words = text.split(separators).filter((word) => /[\p{L}\p{N}]/u.test(word))
  return words.length === 0 ? [] : [words.sort().join(' ')]
}

function replaced(text: string, letters: Record<string, string>): string {
  return text.replace(/[^\x00-\x7f]/gu, (letter) => letters[letter] ?? letter)
}

/** Accents of Latin, Greek and Cyrillic letters only: in other scripts such marks are vowels, and tell names apart. */
function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
}
