import headless from '@xterm/headless'

/** What a terminal shows that is sent some bytes. */
export function screenOf({ columns, rows }) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 })
  return {
    /** Settles when the bytes are on the screen. */
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),

    /**
     * The lines from the top, each a list of pieces that look alike, without blanks at its end:
     * `{ column, width, text, colour?, bold, dim }`. `colour` is a number of the palette.
     */
    rows: () => Array.from({ length: rows }, (_, row) => piecesOf(terminal.buffer.active, row, columns)),
  }
}

function piecesOf(buffer, row, columns) {
  const line = buffer.getLine(buffer.viewportY + row)
  const pieces = []
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column)
    // The second half of a wide letter.
    if (!cell || cell.getWidth() === 0) continue
    const text = cell.getChars() || ' '
    const style = {
      ...(cell.isFgPalette() ? { colour: cell.getFgColor() } : {}),
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
    }
    const width = cell.getWidth()
    const last = pieces.at(-1)
    if (last && (text === ' ' || continues(last, { width, ...style }))) {
      last.text += text
      last.width += width
    } else if (text !== ' ') {
      pieces.push({ column, width, text, wide: width > 1, ...style })
    }
  }
  return pieces.map((piece) => {
    const text = piece.text.trimEnd()
    return { ...piece, text, width: piece.width - (piece.text.length - text.length) }
  })
}

/** Columns of a table begin anew, and so do wide letters, so that each is where a terminal has it. */
const continues = (piece, { width, colour, bold, dim }) =>
  !piece.text.endsWith('  ') &&
  piece.wide === width > 1 &&
  piece.colour === colour &&
  piece.bold === bold &&
  piece.dim === dim
