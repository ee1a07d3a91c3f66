/** A word as a shell reads it, or one of its operators. */
const token =
  /\s*(?:(#.*$)|(\|\||&&|;;|[;|&()]|\d?>>?&?\d?|<)|((?:[^\s"'\\;|&()<>]|\\[\s\S]|"(?:\\[\s\S]|[^"\\])*"|'[^']*')+))/my

/** The simple commands of a script, without what they are redirected to. Variables and substitutions stay as they are. */
export function commandsIn(script: string): string[][] {
  return script
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap(commandsOfLine)
}

function commandsOfLine(line: string): string[][] {
  const commands: string[][] = [[]]
  let isTarget = false
  token.lastIndex = 0
  for (let match = token.exec(line); match; match = token.exec(line)) {
    const [, comment, operator, word] = match
    if (comment !== undefined) break
    if (operator !== undefined) {
      isTarget = /[<>]/.test(operator)
      if (!isTarget) commands.push([])
    } else if (isTarget) isTarget = false
    else if (word !== undefined) commands.at(-1)?.push(unquoted(word))
  }
  return commands.filter((words) => words.length > 0)
}

function unquoted(word: string): string {
  return word.replaceAll(
    /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])/g,
    (_, single, double, escaped) =>
      [single, (double as string | undefined)?.replaceAll(/\\(["\\$`])/g, '$1'), escaped].find(
        (part): part is string => typeof part === 'string',
      ) ?? '',
  )
}
