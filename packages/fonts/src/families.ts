/** Fonts that go together, and how tall their plain letters are. */
export interface Family {
  /** Whose letters are looked for here, by the first character. */
  script: RegExp
  /** Noto Sans of these endings (`sc` is `noto-sans-sc`), likeliest first; none is Noto Sans itself. */
  fonts: readonly string[]
  /** Where plain letters begin and end, in font units: between these they are made as tall as capitals. Chinese
   * characters fill their square, and would look larger than letters of the same height do. */
  bottom: number
  top: number
  /** The first letter stands on the right. */
  rightToLeft?: true
  /** Letters are set as a pair: nearer together where they leave room. Others stand apart, so that none joins. */
  kerned?: true
  /** What is added between letters that are not kerned, in font units; a hair of space where it is not said. */
  gap?: number
}

/** The height of Noto Sans's capitals, in font units. */
export const capitals = 714

const small = { bottom: 0, top: 590 }

/**
 * Which font is asked for which script. Japanese comes after Chinese, as names of either are mostly written with
 * characters that both have: so the two letters of a name come from one font.
 */
export const families: readonly Family[] = [
  { script: /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}]/u, fonts: [''], bottom: 0, top: capitals, kerned: true },
  { script: /^\p{sc=Armn}/u, fonts: ['armenian'], bottom: 0, top: capitals, kerned: true },
  { script: /^\p{sc=Geor}/u, fonts: ['georgian'], bottom: -80, top: 570, kerned: true },
  { script: /^\p{sc=Hebr}/u, fonts: ['hebrew'], bottom: 0, top: 600, rightToLeft: true },
  { script: /^\p{sc=Arab}/u, fonts: ['arabic'], bottom: -230, top: 470, rightToLeft: true },
  { script: /^\p{sc=Thaa}/u, fonts: ['thaana'], bottom: 0, top: 480, rightToLeft: true },
  { script: /^\p{sc=Hang}/u, fonts: ['kr'], bottom: -10, top: 770, gap: -40 },
  { script: /^[\p{sc=Hira}\p{sc=Kana}ー]/u, fonts: ['jp'], bottom: -10, top: 770, gap: -40 },
  { script: /^\p{sc=Han}/u, fonts: ['sc', 'jp', 'kr'], bottom: -10, top: 770, gap: -40 },
  { script: /^\p{sc=Bopo}/u, fonts: ['jp'], bottom: -10, top: 770, gap: -40 },
  { script: /^\p{sc=Deva}/u, fonts: ['devanagari'], bottom: 0, top: 622 },
  { script: /^\p{sc=Beng}/u, fonts: ['bengali'], bottom: 0, top: 628 },
  { script: /^\p{sc=Guru}/u, fonts: ['gurmukhi'], bottom: 0, top: 622 },
  { script: /^\p{sc=Gujr}/u, fonts: ['gujarati'], bottom: 0, top: 603 },
  { script: /^\p{sc=Orya}/u, fonts: ['oriya'], bottom: 0, top: 666 },
  { script: /^\p{sc=Taml}/u, fonts: ['tamil'], ...small },
  { script: /^\p{sc=Telu}/u, fonts: ['telugu'], bottom: 0, top: 680 },
  { script: /^\p{sc=Knda}/u, fonts: ['kannada'], bottom: 0, top: 680 },
  { script: /^\p{sc=Mlym}/u, fonts: ['malayalam'], ...small },
  { script: /^\p{sc=Sinh}/u, fonts: ['sinhala'], bottom: 0, top: 613 },
  { script: /^\p{sc=Thai}/u, fonts: ['thai'], ...small },
  { script: /^\p{sc=Laoo}/u, fonts: ['lao'], ...small },
  { script: /^\p{sc=Khmr}/u, fonts: ['khmer'], ...small },
  { script: /^\p{sc=Mymr}/u, fonts: ['myanmar'], ...small },
  { script: /^\p{sc=Ethi}/u, fonts: ['ethiopic'], bottom: 0, top: capitals },
]
