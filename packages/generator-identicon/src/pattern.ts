import { createHash } from 'node:crypto'

/** Cells along each side. */
export const cells = 5

/** What a cell shows. */
export type Tone = 'main' | 'second' | 'ground'

/** Rows of cells, each the same from the left and from the right. */
export type Pattern = readonly (readonly Tone[])[]

/** What a seed decides. */
interface Figure {
  pattern: Pattern
  /** An even draw from 0 to 2^32 - 1, independent of the pattern. */
  draw: number
}

const half = Math.ceil(cells / 2)

/** The figure of a seed. Its hash is hashed again until the pattern is one to be recognised by. */
export function figureOf(seed: string): Figure {
  let hash = createHash('sha256').update(seed, 'utf8').digest()
  const draw = hash.readUInt32BE(28)
  for (;;) {
    const pattern = patternOf(hash)
    if (isRecognisable(pattern)) return { pattern, draw }
    hash = createHash('sha256').update(hash).digest()
  }
}

/** One byte of the hash decides a cell of the left half and its mirror image. */
function patternOf(hash: Uint8Array): Pattern {
  return Array.from({ length: cells }, (_, row) =>
    Array.from({ length: cells }, (_, column) =>
      toneOf(hash[row * half + Math.min(column, cells - 1 - column)] ?? 0),
    ),
  )
}

function toneOf(byte: number): Tone {
  if (byte < 96) return 'main'
  return byte < 144 ? 'second' : 'ground'
}

/**
 * Neither nearly empty nor nearly full, in both tones with the main one in front, and reaching over the whole height
 * and width.
 */
export function isRecognisable(pattern: Pattern): boolean {
  const count = (tone: Tone) => pattern.flat().filter((one) => one === tone).length
  const isDrawn = (tones: readonly Tone[]) => tones.some((tone) => tone !== 'ground')
  return (
    count('ground') >= 7 &&
    count('ground') <= 15 &&
    count('second') >= 1 &&
    count('second') < count('main') &&
    pattern.every(isDrawn) &&
    isDrawn(pattern.map((row) => row[0] ?? 'ground'))
  )
}
