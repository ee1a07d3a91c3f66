import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Font } from 'fontkit'

/** Noto Sans SemiBold comes in files of a few alphabets each; which may hold the letters of a script, likeliest first. */
const subsets: readonly { script: RegExp; names: readonly string[] }[] = [
  { script: /^\p{Script=Latin}/u, names: ['latin', 'latin-ext', 'vietnamese'] },
  { script: /^\p{Script=Cyrillic}/u, names: ['cyrillic', 'cyrillic-ext'] },
  { script: /^\p{Script=Greek}/u, names: ['greek', 'greek-ext'] },
]

const loaded = new Map<string, Promise<Font>>()

/** The font that holds every character of a grapheme, read on first use; `null` when none does. */
export async function fontFor(grapheme: string): Promise<Font | null> {
  const names = subsets.find(({ script }) => script.test(grapheme))?.names ?? []
  for (const name of names) {
    const font = await subset(name)
    if ([...grapheme].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)))
      return font
  }
  return null
}

function subset(name: string): Promise<Font> {
  const known = loaded.get(name)
  if (known) return known
  const font = load(name)
  loaded.set(name, font)
  return font
}

/** The .woff files and not .woff2: they are unpacked ten times as fast. */
async function load(name: string): Promise<Font> {
  const file = createRequire(import.meta.url).resolve(
    `@fontsource/noto-sans/files/noto-sans-${name}-600-normal.woff`,
  )
  const [{ create }, bytes] = await Promise.all([import('fontkit'), readFile(file)])
  const font = create(bytes)
  if (!('layout' in font)) throw new Error(`${file} holds several fonts instead of one`)
  return font
}
