import { bold } from 'ansis'
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

/** The room there is: the terminal's width, or a good one for files and pipes. */
export function roomFor(stream: { columns?: number; isTTY?: boolean }): number {
  return stream.isTTY && stream.columns ? Math.max(40, stream.columns) : 120
}
