import { safeText } from './safe-text.ts'

/**
 * A sentence for a stream: broken at words where somebody reads it on a terminal, on one line where a program does. No
 * word is cut, as it may be a path. Letters are counted, not measured: what measures them would be loaded at every start,
 * and the terminal itself breaks the rare line of wide ones that is too long.
 */
export function sentenceFor(stream: { columns?: number; isTTY?: boolean }, text: string): string {
  const safe = safeText(text)
  const room = stream.columns ?? 0
  if (!stream.isTTY || safe.length <= room || room === 0) return safe
  const lines: string[] = []
  for (const word of safe.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.join('\n')
}
