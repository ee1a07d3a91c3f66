import type { Canvas, SKRSContext2D } from 'canvas'
import { loadSharp } from './sharp.ts'
import type { SetText } from './sheet-caption.ts'
import { type SheetLayout, sheetScale } from './sheet-layout.ts'

/** One person of a page. */
export interface SheetCell {
  /** RGBA pixels of `layout.face * scale` a side, or `null` where the image cannot be drawn. */
  pixels: Uint8ClampedArray | null
  /** One line below the other. */
  name: readonly SetText[]
  label: SetText | null
}

/** What stands above the faces. */
export interface SheetHeading {
  title: SetText | null
  detail: SetText | null
}

const colours = {
  page: '#f5f6f8',
  text: '#1d2129',
  quiet: '#6a7280',
  ring: 'rgba(20, 24, 32, 0.10)',
  empty: '#dfe3e8',
}

type Paint = (
  text: SetText | null,
  x: number,
  y: number,
  align: 'left' | 'centre' | 'right',
  colour: string,
) => void

/** Draws one page; answers with PNG bytes. */
export async function drawSheetPage(
  cells: readonly SheetCell[],
  layout: SheetLayout,
  heading: SheetHeading,
): Promise<Uint8Array> {
  const { createCanvas, ImageData, Path2D } = await import('canvas')
  const { columns, cell, margin, face } = layout
  const width = widthOf(layout)
  const header = heading.title === null ? 0 : layout.header
  const rows = rowsOf(cells, layout)
  const height = rows.reduce((sum, row) => sum + row.height, 2 * margin + header)
  const canvas = createCanvas(width * sheetScale, height * sheetScale)
  const context = canvas.getContext('2d')
  context.scale(sheetScale, sheetScale)
  context.fillStyle = colours.page
  context.fillRect(0, 0, width, height)

  const paint: Paint = (text, x, y, align, colour) => {
    if (text === null) return
    const unit = text.size / 1000
    const before = { left: 0, centre: 0.5, right: 1 }[align] * text.line.width * unit
    context.save()
    context.translate(x - before, y)
    context.scale(unit, -unit)
    context.fillStyle = colour
    context.fill(new Path2D(text.line.path))
    context.restore()
  }

  if (header > 0) {
    const inset = headingInset(layout)
    paint(heading.detail, width - inset, margin + 26, 'right', colours.quiet)
    paint(heading.title, inset, margin + 26, 'left', colours.text)
  }
  const bitmap = createCanvas(face * sheetScale, face * sheetScale)
  let top = margin + header
  for (const row of rows) {
    for (const [column, { pixels, name, label }] of row.cells.entries()) {
      const middle = (width - columns * cell.width) / 2 + (column + 0.5) * cell.width
      if (pixels !== null)
        bitmap.getContext('2d').putImageData(new ImageData(pixels, bitmap.width, bitmap.height), 0, 0)
      drawFace(context, pixels === null ? null : bitmap, middle - face / 2, top + 8, face)
      let line = top + 8 + face + layout.caption.first
      for (const text of name) {
        paint(text, middle, line, 'centre', colours.text)
        line += layout.caption.next
      }
      paint(label, middle, line, 'centre', colours.quiet)
    }
    top += row.height
  }
  return encodePage(canvas)
}

/** The width of a page. */
export function widthOf({ minWidth, columns, cell, margin }: SheetLayout): number {
  return Math.max(minWidth, columns * cell.width + 2 * margin)
}

/** How far a heading is from either side: as far as the faces. */
export function headingInset({ margin, cell, face }: SheetLayout): number {
  return margin + (cell.width - face) / 2
}

/** A row is as high as the longest caption in it needs. */
function rowsOf(cells: readonly SheetCell[], { columns, cell, caption }: SheetLayout) {
  const rows: { cells: SheetCell[]; height: number }[] = []
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns)
    const lines = Math.max(...row.map(({ name, label }) => name.length + (label === null ? 0 : 1)))
    rows.push({ cells: row, height: cell.height + Math.max(0, lines - 1) * caption.next })
  }
  return rows
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

function drawFace(context: SKRSContext2D, face: Canvas | null, x: number, y: number, size: number): void {
  context.save()
  context.beginPath()
  context.roundRect(x, y, size, size, size * 0.22)
  context.clip()
  context.fillStyle = face === null ? colours.empty : '#fff'
  context.fillRect(x, y, size, size)
  if (face !== null) context.drawImage(face, x, y, size, size)
  context.restore()
  context.beginPath()
  context.roundRect(x + 0.25, y + 0.25, size - 0.5, size - 0.5, size * 0.22)
  context.strokeStyle = colours.ring
  context.lineWidth = 0.5
  context.stroke()
}
