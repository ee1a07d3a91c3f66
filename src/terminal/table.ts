import { bold } from 'ansis'
import stringWidth from 'string-width'
import { fitted, padded } from './fitted.ts'
import { safeText } from './safe-text.ts'

/** One column of a table; `weight` says how the room is shared out. */
export interface Column<Row> {
  title: string
  weight: number
  /** Wide enough for every value, as these are copied into other commands; takes no part in the sharing. */
  columns?: number
  value(row: Row): string
}

/**
 * A table that prints each row as it comes, so that 100,000 rows never wait for each other: the widths follow from the
 * room and the weights alone.
 */
export function streamingTable<Row>(
  columns: readonly Column<Row>[],
  width: number,
): { head(): string; row(row: Row): string } {
  const shared = columns.filter((column) => column.columns === undefined)
  const taken = columns.reduce((sum, column) => sum + (column.columns ?? 0), (columns.length - 1) * 2)
  const weights = shared.reduce((sum, { weight }) => sum + weight, 0)
  const widths = columns.map(
    (column) => column.columns ?? Math.max(4, Math.floor(((width - taken) * column.weight) / weights)),
  )

  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        index === cells.length - 1 ? fitted(cell, widths[index] ?? 4) : padded(cell, widths[index] ?? 4),
      )
      .join('  ')
      .trimEnd()

  return {
    head: () => bold(line(columns.map(({ title }) => title))),
    row: (row) => line(columns.map(({ value }) => safeText(value(row)))),
  }
}

/**
 * A table of rows that are all there: each column as wide as what stands in it, and where that is more than the room, the
 * widest ones are cut.
 */
export function table<Row>(
  columns: readonly Pick<Column<Row>, 'title' | 'value'>[],
  rows: readonly Row[],
  room: number,
): string[] {
  const cells = rows.map((row) => columns.map(({ value }) => safeText(value(row))))
  const widths = columns.map(({ title }, index) =>
    Math.max(...[title, ...cells.map((row) => row[index] ?? '')].map((text) => stringWidth(text))),
  )
  let excess = widths.reduce((sum, width) => sum + width, (columns.length - 1) * 2) - room
  for (; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = Math.max(4, (widths[widest] ?? 0) - 1)
  }
  const sized = columns.map((column, index) => ({ ...column, weight: 1, columns: widths[index] ?? 4 }))
  const { head, row } = streamingTable(sized, room)
  return [head(), ...rows.map(row)]
}

/** The room there is: the terminal's width, or a good one for files and pipes. */
export function roomFor(stream: { columns?: number; isTTY?: boolean }): number {
  return stream.isTTY && stream.columns ? Math.max(40, stream.columns) : 120
}
