import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A picture that is held against a golden one. */
export interface Drawn {
  /** A word that XML takes as it is, for a person or whatever else it is drawn for. */
  id: string
  /** What a reader of the sheet should know of it. */
  title: string
  /** `null` where a generator has none. */
  svg: string | null
}

/** How golden pictures come about; each complaint ends with it. */
export const renewal = '`npm run golden` draws golden pictures anew: look at them before you commit them.'

/** Whether golden files are written in place of being compared. */
export const isRenewal = process.env['UPDATE_GOLDEN'] === '1'

const columns = 10
const face = 96
const gap = 12
const label = 14
/** Each picture has one line, whatever lines it has itself. */
const newline = '&#10;'

/**
 * Throws where the pictures of a golden sheet are not exactly these, and names everybody whom it concerns; writes the
 * sheet instead where golden files are renewed. `about` stands at its head: what changes it changes the sheet.
 */
export function mustBeGolden(
  file: string,
  about: string,
  drawn: readonly Drawn[],
  { renew = isRenewal } = {},
): void {
  const sheet = sheetOf(about, drawn)
  if (renew) writeFileSync(file, sheet)
  const name = path.basename(file)
  if (!existsSync(file)) throw new Error(`The golden sheet ${name} is missing. ${renewal}`)
  const golden = readFileSync(file, 'utf8')
  if (golden === sheet) return
  const [before, now] = [picturesIn(golden), picturesIn(sheet)]
  const complaints = [
    ...[...now.keys()].filter((id) => !before.has(id)).map((id) => `${id} has no golden picture`),
    ...[...before.keys()].filter((id) => !now.has(id)).map((id) => `the golden picture of ${id} is nobody’s`),
    ...[...now.keys()]
      .filter((id) => before.has(id) && before.get(id) !== now.get(id))
      .map((id) => `${id} is drawn differently`),
  ]
  const what = complaints.length > 0 ? complaints.join(', ') : 'its head, its titles or its order are others'
  const advice =
    'Where people are to get other pictures, raise `revision` in the package.json of the generator.'
  throw new Error(`${name}: ${what}. ${advice} ${renewal}`)
}

/** The golden pictures of a sheet, by id; `null` for whom there is none. */
export function goldenPictures(file: string): Map<string, string | null> {
  return picturesIn(readFileSync(file, 'utf8'))
}

/**
 * An SVG to be looked at, and to be compared: a line for each picture, which holds it as it was drawn. The labels are
 * in whatever font the viewer has; they are no part of any picture.
 */
function sheetOf(about: string, drawn: readonly Drawn[]): string {
  const width = columns * (face + gap) + gap
  const height = Math.ceil(drawn.length / columns) * (face + label + gap) + gap
  const lines = drawn.map(({ id, title, svg }, index) => {
    const x = gap + (index % columns) * (face + gap)
    const y = gap + Math.floor(index / columns) * (face + label + gap)
    if (escaped(id) !== id) throw new Error(`${id} is not a word`)
    const fitting = Math.min(56, Math.floor(900 / id.length))
    const text = `<text x="256" y="580" font-size="${fitting}" text-anchor="middle">${id}</text>`
    return `<g id="${id}" transform="translate(${x} ${y}) scale(${face / 512})"><title>${escaped(title)}</title>${text}${svg === null ? '<!-- none -->' : packed(id, svg)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">`,
    `<desc>${escaped(about)}</desc>`,
    ...lines,
    '</svg>\n',
  ].join('\n')
}

function picturesIn(sheet: string): Map<string, string | null> {
  const lines = sheet.matchAll(/^<g id="([^"]*)".*?<\/text>(?:(<svg.*)|<!-- none -->)<\/g>$/gm)
  return new Map(Array.from(lines, ([, id = '', svg]) => [id, svg === undefined ? null : unpacked(id, svg)]))
}

/** A picture on one line of a sheet; what it refers to by id is told apart from what others call the same. */
function packed(id: string, svg: string): string {
  const line = svg
    .replaceAll('\n', newline)
    .replaceAll(/((?:\bid="|url\(#|href="#)[^")]+)/g, `$1${suffix(id)}`)
  if (unpacked(id, line) !== svg) throw new Error(`The picture of ${id} cannot be read back from a sheet`)
  return line
}

function unpacked(id: string, line: string): string {
  return line.replaceAll(suffix(id), '').replaceAll(newline, '\n')
}

const suffix = (id: string) => `--${id}`

function escaped(text: string): string {
  return text.replaceAll(/[&<>"\s\p{Cf}]/gu, (letter) =>
    letter === ' ' ? ' ' : `&#${letter.codePointAt(0)};`,
  )
}
