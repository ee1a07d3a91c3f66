import { openSource } from './source.ts'
import { loadSheetFonts } from './sheet-fonts.ts'
import { facesPerPage, layOut, type SheetChoices, type SheetLayout } from './sheet-layout.ts'
import { drawSheetPage, sheetScale, type SheetCell } from './sheet-page.ts'

/** One person of a contact sheet. */
export interface SheetFace {
  /** Any image that a photo can be made of. One that is broken leaves an empty place, and stops nobody else. */
  image: Uint8Array
  name: string
  /** Shown where none of the name's letters can be drawn with our fonts, e.g. the e-mail address. */
  substitute?: string | undefined
  /** Shown small below the name. */
  label?: string | undefined
}

/**
 * Pages of faces with their names, as PNG bytes; at most 100 faces a page, so that any number of people takes the
 * memory of one page. Nobody at all makes no page.
 */
export async function* drawContactSheets(
  faces: AsyncIterable<SheetFace> | Iterable<SheetFace>,
  choices: SheetChoices = {},
): AsyncGenerator<Uint8Array> {
  const fonts = await loadSheetFonts()
  let chosen: SheetLayout | undefined
  let before = 0
  for await (const page of inPages(faces, facesPerPage(choices))) {
    const layout = (chosen ??= layOut(page.length, choices))
    const cells = await Promise.all(page.map((face) => developFace(face, layout.face * sheetScale)))
    const heading = { title: choices.title ?? '', detail: whoIsHere(before, page.length, layout) }
    yield await drawSheetPage(cells, layout, heading, fonts)
    before += page.length
  }
}

/** A page that is not full is the last one: when it is the first as well, everybody is on it. */
function whoIsHere(before: number, here: number, layout: SheetLayout): string {
  if (before === 0 && here < layout.facesPerPage) return here === 1 ? '1 person' : `${here} people`
  return here === 1 ? `${before + 1}` : `${before + 1} – ${before + here}`
}

async function* inPages<T>(items: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let page: T[] = []
  for await (const item of items) {
    page.push(item)
    if (page.length < size) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** Decoded by the image library, under its limits, at the size that is drawn; a small image is enlarged to it. */
async function developFace(face: SheetFace, side: number): Promise<SheetCell> {
  let pixels: Uint8ClampedArray | null = null
  try {
    const source = await openSource(face.image)
    const raw = await source.draw(side, 'centre', (drawn) => drawn.ensureAlpha().raw().toBuffer())
    pixels = new Uint8ClampedArray(raw.buffer, raw.byteOffset, raw.byteLength)
  } catch {
    // The place stays empty.
  }
  return { pixels, names: [face.name, face.substitute ?? ''], label: face.label ?? '' }
}
