/** Text as it may stand in a cell of a table. */
export const cell = (text) => text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|')
export const code = (text) => `\`${cell(text)}\``

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
