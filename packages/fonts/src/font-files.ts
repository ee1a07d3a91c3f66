import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** How heavy letters are, as fonts count it. */
export const weights = { regular: 400, semibold: 600, bold: 700 } as const
export type Weight = keyof typeof weights

/** Fonts come in files of a few characters each. */
interface FontFile {
  /** Of a WOFF2 file with this weight, or with all of them, within its package. */
  name(weight: Weight): string
  /** Whether it is meant for this code point. */
  isFor(character: number): boolean
}

const { resolve } = createRequire(import.meta.url)
const known = new Map<string, Promise<FontFile[]>>()

/**
 * The files of Noto Sans (no name) or one of its sisters (`arabic`): the first has a file for each weight, the others
 * have all weights in one. Which characters are in which stands in the package's unicode.json.
 */
export function fontFiles(name: string): Promise<FontFile[]> {
  const files = known.get(name) ?? read(name)
  known.set(name, files)
  return files
}

async function read(name: string): Promise<FontFile[]> {
  const font = name === '' ? 'noto-sans' : `noto-sans-${name}`
  const source = name === '' ? `@fontsource/${font}` : `@fontsource-variable/${font}`
  const ranges = JSON.parse(await readFile(resolve(`${source}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >
  return Object.entries(ranges).map(([key, range]) => {
    // Chinese, Japanese and Korean files are numbered: "[12]".
    const start = `${source}/files/${font}-${key.replace(/[[\]]/g, '')}`
    return {
      name: (weight) =>
        name === '' ? `${start}-${weights[weight]}-normal.woff2` : `${start}-wght-normal.woff2`,
      isFor: within(range),
    }
  })
}

/** The absolute path of a font file. */
export function pathOf(name: string): string {
  return resolve(name)
}

/** Reads `U+0000-00FF,U+0131`. */
function within(range: string): (character: number) => boolean {
  const parts = range.split(',').map((part) => {
    const [first = '', last = first] = part.replace('U+', '').split('-')
    return { first: parseInt(first, 16), last: parseInt(last, 16) }
  })
  return (character) => parts.some(({ first, last }) => first <= character && character <= last)
}
