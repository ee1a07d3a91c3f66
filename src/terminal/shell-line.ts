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
  let current: string | undefined
  let quote = ''
  let from = 0
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!
    if (quote !== '') {
      if (letter === quote) quote = ''
      else if (letter === '\\' && quote === '"' && /["\\$`]/.test(line[at + 1] ?? '')) current += line[++at]!
      else current += letter
    } else if (letter === '\\') current = (current ?? '') + (line[++at] ?? '')
    else if (letter === '"' || letter === "'") {
      quote = letter
      current ??= ''
    } else if (/\s/.test(letter)) {
      if (current !== undefined) words.push(current)
      current = undefined
      from = 0
    } else {
      current = (current ?? '') + letter
      if (breaks.includes(letter)) from = current.length
    }
  }
  return { words, current: current ?? '', isQuoted: quote !== '', from }
}

/** A candidate as it has to be typed in bash. */
export function typedInBash(word: string, { isQuoted, from }: Pick<ShellLine, 'isQuoted' | 'from'>): string {
  const rest = word.slice(from)
  return isQuoted ? rest : rest.replaceAll(/[^\p{L}\p{N}\p{M}_./:=@%+,~^-]/gu, '\\$&')
}
