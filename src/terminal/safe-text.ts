import stringWidth from 'string-width'

// C0 and C1 controls (escape sequences start with one), line separators, and what reorders or hides text.

const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** Text of somebody else's, made harmless for a terminal: nothing in it can move the cursor, hide or reorder. */
export function safeText(text: string): string {
  return text.replace(unsafe, ' ')
}

/** Cut to so many columns, with an ellipsis where something is missing; wide and combining letters are counted right. */
export function fitted(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment)
    if (width > columns - 1) break
    kept += segment
  }
  return kept + '…'
}

/** Cut or filled up to exactly so many columns. */
export function padded(text: string, columns: number): string {
  const cut = fitted(text, columns)
  return cut + ' '.repeat(Math.max(0, columns - stringWidth(cut)))
}
