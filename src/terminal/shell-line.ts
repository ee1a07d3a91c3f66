/** A command line as far as it was typed, in bash's words. */
export interface ShellLine {
  words: string[]
  /** The word that the cursor is in, which may be empty. */
  current: string
  /** Within quotes that are still open: the shell wants a candidate as it is. */
  isQuoted: boolean
  /** Where in `current` the part begins that bash puts a candidate in the place of: it breaks words also at `breaks`. */
  from: number
}

/** Reads what was typed up to the cursor. `breaks` is bash's `COMP_WORDBREAKS`. */
export function readShellLine(line: string, breaks: string): ShellLine {
  const words: string[] = []
  let current = ''
  let hasBegun = false
  let quote = ''
  let from = 0
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!
    const next = line[at + 1] ?? ''
    if (quote === '' && /\s/.test(letter)) {
      if (hasBegun) words.push(current)
      current = ''
      hasBegun = false
      from = 0
      continue
    }
    hasBegun = true
    if (letter === '\\' && (quote === '' || (quote === '"' && /["\\$`]/.test(next)))) {
      current += next
      at += 1
    } else if (quote === '' ? letter === '"' || letter === "'" : letter === quote) {
      quote = quote === '' ? letter : ''
    } else {
      current += letter
      if (quote === '' && breaks.includes(letter)) from = current.length
    }
  }
  return { words, current, isQuoted: quote !== '', from }
}

/** A candidate as it has to be typed in bash. */
export function typedInBash(word: string, { isQuoted, from }: Pick<ShellLine, 'isQuoted' | 'from'>): string {
  const rest = word.slice(from)
  return isQuoted ? rest : rest.replaceAll(/[^\p{L}\p{N}\p{M}_./:=@%+,~^-]/gu, '\\$&')
}
