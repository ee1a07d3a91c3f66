const invisible = /[\p{Cc}\p{Cf}\p{Co}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu
const compatibility = /[\u{FB00}-\u{FB06}\u{FF01}-\u{FF5E}\u{1D400}-\u{1D7FF}\u{24B6}-\u{24E9}]+/gu
const asides = [
  /\([^)]*(?:\)|$)/g,
  /\[[^\]]*(?:\]|$)/g,
  /\{[^}]*(?:\}|$)/g,
  /<[^>]*(?:>|$)/g,
  /（[^）]*(?:）|$)/g,
  /【[^】]*(?:】|$)/g,
  /["“”„][^"“”„]*["“”]/g,
  /«[^»]*»/g,
  /(?<=\s)(?:she|he|they|xe|ze)\/\p{L}+(?:\/\p{L}+)?/giu,
  // Apostrophes are quotes only around whole words: not in `Conan O’Brien`, nor in `’t Hooft`.
  /(?<=^|\s)’(?![ts][\s-])[^’]+’(?=\s|,|$)/g,
]

/** No name is longer; what is, is cut, so that nobody's record takes long. */
const longest = 500

/** One spelling of the same text: composed letters, one kind of apostrophe, nothing invisible, single spaces. */
export function tidy(text: string): string {
  return text
    .slice(0, longest)
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(compatibility, (run) => run.normalize('NFKC'))
    .replace(/['‘’ʼ`´′]/gu, '’')
    .replace(/[‐‑]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * The name without what is said beside it: nicknames and remarks in brackets or quotes, pronouns, a mark in front
 * (`EXT: Jane Doe`), what follows a slash, or a dash or bar that stands by itself (`Jane Doe (Jay) - Contractor`).
 * What is left may be empty.
 */
export function withoutAsides(text: string): string {
  const bare = asides.reduce((rest, aside) => rest.replace(aside, ' '), text)
  const unmarked = bare.replace(/^[^\s:]+:\s+/u, '')
  return (unmarked.split(/ (?:[-–—|•·@]|::) |\//u)[0] ?? '').trim()
}

/** The same text with its brackets and quotes taken away and what stood in them kept. */
export function withoutBrackets(text: string): string {
  return text.replace(/[()[\]{}<>（）【】"“”„«»]/gu, ' ').trim()
}
