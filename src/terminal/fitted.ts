import stringWidth from 'string-width'

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
