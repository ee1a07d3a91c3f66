/** Text as it may stand in a cell of a table. */
export const cell = (text) => text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|')
export const code = (text) => `\`${cell(text)}\``

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A sentence as it may stand anywhere in a page: what it quotes stays code, and nothing else is taken for markup. */
export const prose = (text) =>
  text
    // An address is shown, and nowhere to go.
    .replaceAll(/(?<!`[^`]*)https?:\/\/[^\s,;)`]*[^\s,;)`.]/g, '`$&`')
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[*_<[\]]/g, '\\$&')))
    .join('')
