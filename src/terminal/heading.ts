import { bold } from 'ansis'
import stringWidth from 'string-width'
import { fitted } from './fitted.ts'
import { safeText } from './safe-text.ts'

/** A line that begins a part of what is shown, with a name in it. */
export function heading(name: string, stream: { columns?: number; isTTY?: boolean }): string {
  const room = stream.isTTY && stream.columns ? stream.columns : 80
  const shown = fitted(safeText(name), Math.max(4, room - 8))
  return bold(`── ${shown} ${'─'.repeat(Math.max(2, room - stringWidth(shown) - 4))}`)
}
