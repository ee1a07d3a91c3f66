import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The weights that a sheet is set in. */
export type SheetWeight = 400 | 600

/** Fonts of a sheet: they come with us, so that a sheet looks the same on every machine. */
export interface SheetFonts {
  /** A CSS `font` value. */
  font(weight: SheetWeight, pixels: number): string
  /** Whether our fonts have this character. */
  has(character: string): boolean
}

let loading: Promise<SheetFonts> | undefined

/** Registers Noto Sans, all its scripts, once. */
export function loadSheetFonts(): Promise<SheetFonts> {
  loading ??= register()
  return loading
}

async function register(): Promise<SheetFonts> {
  const { GlobalFonts } = await import('canvas')
  const { resolve } = createRequire(import.meta.url)
  const ranges = JSON.parse(await readFile(resolve('@fontsource/noto-sans/unicode.json'), 'utf8')) as Record<
    string,
    string
  >
  const subsets = ['latin', ...Object.keys(ranges).filter((subset) => subset !== 'latin')]
  for (const weight of [400, 600]) {
    for (const subset of subsets) {
      const file = resolve(`@fontsource/noto-sans/files/noto-sans-${subset}-${weight}-normal.woff2`)
      GlobalFonts.registerFromPath(file, family(subset, weight))
    }
  }
  const covered = characterClass(Object.values(ranges).join(','))
  const missing = characterClass(gaps)
  return {
    font: (weight, pixels) =>
      `${pixels}px ${subsets.map((subset) => `"${family(subset, weight)}"`).join(', ')}`,
    has: (character) =>
      covered.test(character) && !missing.test(character) && !/[\p{C}\p{Zl}\p{Zp}]/u.test(character),
  }
}

/** A name that no font of the machine has. */
function family(subset: string, weight: number): string {
  return `avatarctl ${subset} ${weight}`
}

function characterClass(unicodeRange: string): RegExp {
  const ranges = unicodeRange.replace(
    /U\+([0-9A-F]+)(?:-([0-9A-F]+))?,?/gi,
    (_, from: string, to: string = from) => `\\u{${from}}-\\u{${to}}`,
  )
  return new RegExp(`[${ranges}]`, 'u')
}

/** What lies in the ranges that the fonts announce, and yet is not in them. */
const gaps =
  'U+03E2-03EF,U+1C89-1C8A,U+1CD0-1CFF,U+2000-2012,U+2015-2017,U+201B,U+201F,U+2023-2025,U+2027-2031,U+2034-2038,' +
  'U+203B-2043,U+2045-206F,U+A7CB-A7F1,U+A830-A839,U+A8E0-A8FF'
