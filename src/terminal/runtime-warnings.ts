/**
 * Puts what Node and oclif warn about into words for users: a bundled plugin that is not there is said in one
 * sentence, and whatever else only concerns developers is shown with `--debug`.
 */
export function tellWarnings(
  tell: (sentence: string, facts?: { stack: string | undefined }) => void,
  debug: boolean,
): void {
  process.removeAllListeners('warning')
  process.on('warning', ({ message, stack }) => {
    const [, name] = /could not find package\.json with \{\s*name: '([^']+)'/.exec(message) ?? []
    if (name)
      tell(
        `The plugin ${name} is left out: it is not there any more. Install avatarctl again to have it back.`,
      )
    else if (debug) tell(message, { stack })
  })
}
