/** How the user wants to be spoken to. */
export interface Manner {
  asJson: boolean
  quiet: boolean
  debug: boolean
  /** Without the plugins that the user has added. */
  safeMode: boolean
  /** How every line on standard error is written. */
  logFormat: 'text' | 'json'
}

/**
 * Read from the arguments themselves, before they are parsed: an error in them has to be told in the right form, too.
 */
export function mannerOf(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Manner {
  const end = argv.indexOf('--')
  const own = end < 0 ? argv : argv.slice(0, end)
  const isSet = (name: string) => /^(1|true|yes)$/i.test(environment[name] ?? '')
  const format = valueOf(own, '--log-format') ?? environment['AVATARCTL_LOG_FORMAT']
  return {
    asJson: own.includes('--json'),
    quiet: own.includes('--quiet') || isSet('AVATARCTL_QUIET'),
    debug: own.includes('--debug') || isSet('AVATARCTL_DEBUG'),
    safeMode: own.includes('--safe-mode') || isSet('AVATARCTL_SAFE_MODE'),
    logFormat: format === 'json' ? 'json' : 'text',
  }
}

/** The last value that is given to a flag, as `--flag value` or `--flag=value`. */
function valueOf(argv: readonly string[], flag: string): string | undefined {
  const values = argv.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)]
    return argv[index - 1] === flag ? [word] : []
  })
  return values.at(-1)
}
