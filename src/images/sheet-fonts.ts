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
  const covered = new RegExp(`^[${Object.values(ranges).map(toCharacterClass).join('')}]$`, 'u')
  return {
    font: (weight, pixels) =>
      `${pixels}px ${subsets.map((subset) => `"${family(subset, weight)}"`).join(', ')}`,
    has: (character) => covered.test(character) && !gaps.test(character),
  }
}

/** A name that no font of the machine has. */
function family(subset: string, weight: number): string {
  return `avatarctl ${subset} ${weight}`
}

function toCharacterClass(unicodeRange: string): string {
  return unicodeRange.replace(
    /U\+([0-9A-F]+)(?:-([0-9A-F]+))?,?/gi,
    (_, from: string, to: string | undefined) =>
      to === undefined ? `\\u{${from}}` : `\\u{${from}}-\\u{${to}}`,
  )
}

/** What lies in the ranges that the fonts announce, and yet is not in them, or is not to be seen. */
const gaps =
  /[\p{C}\p{Zl}\p{Zp}\u03e2-\u03ef\u1c89\u1c8a\u1cd0-\u1cff\u2000-\u2012\u2015-\u2017\u201b\u201f\u2023-\u2025\u2027-\u2031\u2034-\u2038\u203b-\u2043\u2045-\u206f\ua7cb-\ua7f1\ua830-\ua839\ua8e0-\ua8ff]/u
