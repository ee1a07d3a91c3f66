import type { Canvas, SKRSContext2D } from 'canvas'
import { loadSharp } from './sharp.ts'
import type { SheetFonts } from './sheet-fonts.ts'
import type { SheetLayout } from './sheet-layout.ts'
import { drawableText, shortenText } from './sheet-text.ts'

/** One person of a page: RGBA pixels of `layout.face * scale` a side, or `null` where the image cannot be drawn. */
export interface SheetCell {
  pixels: Uint8ClampedArray | null
  /** The first of them with a letter that can be drawn is shown. */
  names: readonly string[]
  label: string
}

/** Device pixels for each CSS pixel. */
export const sheetScale = 2

const colours = {
  page: '#f5f6f8',
  text: '#1d2129',
  quiet: '#6a7280',
  ring: 'rgba(20, 24, 32, 0.10)',
  empty: '#dfe3e8',
}

/** Draws one page; answers with PNG bytes. */
export async function drawSheetPage(
  cells: readonly SheetCell[],
  layout: SheetLayout,
  heading: { title: string; detail: string },
  fonts: SheetFonts,
): Promise<Uint8Array> {
  const { createCanvas } = await import('canvas')
  const { columns, cell, margin } = layout
  const width = Math.max(layout.minWidth, columns * cell.width + 2 * margin)
  const header = heading.title === '' ? 0 : layout.header
  const row = cell.height + (cells.some(({ label }) => label !== '') ? layout.label : 0)
  const height = Math.ceil(cells.length / columns) * row + 2 * margin + header
  const canvas = createCanvas(width * sheetScale, height * sheetScale)
  const context = canvas.getContext('2d')
  context.scale(sheetScale, sheetScale)
  context.fillStyle = colours.page
  context.fillRect(0, 0, width, height)

  if (header > 0) drawHeading(context, layout, width, heading, fonts)
  const bitmap = createCanvas(layout.face * sheetScale, layout.face * sheetScale)
  for (const [index, person] of cells.entries()) {
    const left = (width - columns * cell.width) / 2 + (index % columns) * cell.width
    const top = margin + header + Math.floor(index / columns) * row
    await drawFace(
      context,
      bitmap,
      person.pixels,
      left + (cell.width - layout.face) / 2,
      top + 8,
      layout.face,
    )
    drawCaption(context, person, left + cell.width / 2, top + 8 + layout.face, cell.width - 12, fonts)
  }
  return encodePage(canvas)
}

/** With the image library, which takes a third of the canvas's time for it, off the main thread. */
async function encodePage(canvas: Canvas): Promise<Uint8Array> {
  const { width, height } = canvas
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
  const sharp = await loadSharp()
  return sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer()
}

function drawHeading(
  context: SKRSContext2D,
  { margin, cell, face }: SheetLayout,
  width: number,
  { title, detail }: { title: string; detail: string },
  fonts: SheetFonts,
): void {
  const measure = (text: string) => context.measureText(text).width
  context.textBaseline = 'alphabetic'
  context.textAlign = 'right'
  context.font = fonts.font(400, 13)
  const inset = margin + (cell.width - face) / 2
  const room = width - 2 * inset - measure(detail) - 16
  context.fillStyle = colours.quiet
  context.fillText(detail, width - inset, margin + 26)
  context.textAlign = 'left'
  context.fillStyle = colours.text
  context.font = fonts.font(600, 22)
  context.fillText(shortenText(drawableText(title, fonts), room, measure), inset, margin + 26)
}

async function drawFace(
  context: SKRSContext2D,
  bitmap: Canvas,
  pixels: Uint8ClampedArray | null,
  x: number,
  y: number,
  size: number,
): Promise<void> {
  context.save()
  context.beginPath()
  context.roundRect(x, y, size, size, size * 0.22)
  context.clip()
  context.fillStyle = pixels === null ? colours.empty : '#fff'
  context.fillRect(x, y, size, size)
  if (pixels !== null) {
    const { ImageData } = await import('canvas')
    bitmap.getContext('2d').putImageData(new ImageData(pixels, bitmap.width, bitmap.height), 0, 0)
    context.drawImage(bitmap, x, y, size, size)
  }
  context.restore()
  context.beginPath()
  context.roundRect(x + 0.25, y + 0.25, size - 0.5, size - 0.5, size * 0.22)
  context.strokeStyle = colours.ring
  context.lineWidth = 0.5
  context.stroke()
}

function drawCaption(
  context: SKRSContext2D,
  person: SheetCell,
  centre: number,
  top: number,
  width: number,
  fonts: SheetFonts,
): void {
  const legible = (text: string) => /[\p{L}\p{N}]/u.test(text)
  const name = person.names.map((text) => drawableText(text, fonts)).find(legible) ?? ''
  const measure = (text: string) => context.measureText(text).width
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.font = fonts.font(400, 13)
  context.fillStyle = colours.text
  context.fillText(shortenText(name, width, measure), centre, top + 20)
  context.font = fonts.font(400, 11)
  context.fillStyle = colours.quiet
  context.fillText(shortenText(drawableText(person.label, fonts), width, measure), centre, top + 36)
}
