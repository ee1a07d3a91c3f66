import { tidyArabic } from './arabic.ts'
import { abbreviatedTitles } from './forms-of-address.ts'
import { tidyHebrew } from './hebrew.ts'

const invisible =
  /\u034f|[\u180b-\u180d]|[\u115f\u1160\u3164\uffa0]|(?<!\u0dca)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu
const compatibility =
  /[\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212a-\u2134\u2139\u2145-\u2149\u{FB00}-\u{FDFF}\u{FE70}-\u{FEFC}\u{FF01}-\u{FFDC}\u{1D400}-\u{1D7FF}\u{24B6}-\u{24E9}\u{2F00}-\u{2FD5}\u{3200}-\u{33FF}]+/gu
const asides = [
  /\([^)]*(?:\)|$)/g,
  /\[[^\]]*(?:\]|$)/g,
  /\{[^}]*(?:\}|$)/g,
  /<[^>]*(?:>|$)/g,
  /[【「『《〈〔][^】」』》〉〕]*(?:[】」』》〉〕]|$)/g,
  /["“”„][^"“”„]*["“”]/g,
  /«[^»]*»/g,
  /(?<=\s)(?:she|he|they|xe|ze)\/\p{L}+(?:\/\p{L}+)?/giu,
  // What somebody was called before, or is called among the others of that name.
  /\s[afn]\/k\/a\s.*$/iu,
  /\sthe (?:first|second|third|fourth|\d+(?:st|nd|rd|th))$/iu,
  /^(?:(?:ext|extern|external|ctr|contractor)[-_.]|(?:EXT|CTR) (?=\S+ \S))(?=\p{L}|\s*\p{Lu})/u,
  /^(?:EXTERN|EXTERNAL|EXT|CONTRACTOR)[-_.](?=\p{L})/u,
  /^(?:extern|external|ext|ctr|contractor|temp|intern|guest|vendor|consultant) [-–—|] (?=\p{L})/iu,
  / [-–—](?:extern|external|ext|ctr|contractor|temp|intern|guest|vendor|consultant)\b.*$/iu,
  // A vendor's or a contractor's account: v-Jane Doe.
  /^[cv]-(?=\p{Lu})/u,
  // Apostrophes are quotes only around whole words: not in `Conan O’Brien`, nor in `’t Hooft`.
  /(?<=^|\s)’(?![ts][\s-])[^’]+’(?=\s|,|$)/g,
]

/** No name, and no word of one, is longer; what is, is cut in the middle, so that nobody's record takes long. */
const longest = 500
const tooLong = /(\S{100})\S+/gu

/**
 * One spelling of the same text: composed letters, one kind of apostrophe, nothing invisible, single spaces. The joiner
 * after a Sinhala al-lakuna stays, as it makes the letter.
 */
export function tidy(text: string): string {
  const visible = cut(
    cut(text, 20 * longest)
      .replace(/\s+/gu, ' ')
      .replace(invisible, '')
      .replace(tooLong, '$1'),
    longest,
  )
    .normalize('NFC')
    .replace(compatibility, (run) => run.normalize('NFKC'))
    .replace(/['‘’ʼ`´′]/gu, '’')
    .replace(/[‐‑]/gu, '-')
  return tidyHebrew(tidyArabic(visible)).replace(/\s+/gu, ' ').trim()
}

/** Both ends of a text, which are what counts in a name; one word stays one. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  return text.slice(0, most / 2) + (/\s/u.test(text) ? ' ' : '') + text.slice(-most / 2)
}

/**
 * The name without what is said beside it: nicknames and remarks in brackets or quotes, pronouns, a mark in front
 * (`EXT: Jane Doe`), what follows a slash, or a dash or bar that stands by itself (`Jane Doe (Jay) - Contractor`).
 * What is left may be empty.
 */
export function withoutAsides(text: string): string {
  // In front of a single word a nickname stands for the given name: “Bob” Smith.
  const named = text.trim().replace(/^(["“„«])([^"“”„«»]+)["“”»] (?=\S+$)/u, '$2 ')
  const bare = [...asides, ...abbreviatedTitles].reduce((rest, aside) => rest.replace(aside, ' '), named)
  const unmarked = bare.trim().replace(/^[^\s:]+:\s+/u, '')
  return (unmarked.split(/ (?:[-–—|•·@]|::) |\//u)[0] ?? '').trim()
}

/** The same text with its brackets and quotes taken away and what stood in them kept. */
export function withoutBrackets(text: string): string {
  return text.replace(/[()[\]{}<>【】「」『』《》〈〉〔〕"“”„«»]/gu, ' ').trim()
}
