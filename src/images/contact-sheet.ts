import { openSource } from './source.ts'
import { setName, setText } from './sheet-caption.ts'
import { facesPerPage, layOut, type SheetChoices, type SheetLayout, sheetScale } from './sheet-layout.ts'
import { drawSheetPage, headingInset, type SheetCell, type SheetHeading, widthOf } from './sheet-page.ts'

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
  let chosen: SheetLayout | undefined
  let before = 0
  for await (const page of inPages(faces, facesPerPage(choices))) {
    const layout = (chosen ??= layOut(page.length, choices))
    const cells = await Promise.all(page.map((face) => developFace(face, layout)))
    const heading = await setHeading(choices.title ?? '', whoIsHere(before, page.length, layout), layout)
    yield await drawSheetPage(cells, layout, heading)
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

async function setHeading(title: string, detail: string, layout: SheetLayout): Promise<SheetHeading> {
  const room = widthOf(layout) - 2 * headingInset(layout)
  const side = await setText(detail, { size: 13, room })
  const left = room - ((side?.line.width ?? 0) * 13) / 1000 - 16
  return { title: await setText(title, { size: 22, room: left, weight: 'semibold' }), detail: side }
}

/** Decoded by the image library, under its limits, at the size that is drawn; a small image is enlarged to it. */
async function developFace(face: SheetFace, layout: SheetLayout): Promise<SheetCell> {
  let pixels: Uint8ClampedArray | null = null
  try {
    const source = await openSource(face.image)
    const side = layout.face * sheetScale
    const raw = await source.draw(side, { crop: 'centre' }, (drawn) => drawn.ensureAlpha().raw().toBuffer())
    pixels = new Uint8ClampedArray(raw.buffer, raw.byteOffset, raw.byteLength)
  } catch {
    // The place stays empty.
  }
  const room = layout.cell.width - 12
  const { name, label } = layout.type
  return {
    pixels,
    name: await setName([face.name, face.substitute ?? ''], { size: name, room }),
    label: await setText(face.label ?? '', { size: label, room }),
  }
}
