/** How the user wants to be spoken to. */
export interface Manner {
  asJson: boolean
  quiet: boolean
  debug: boolean
  /** Without the plugins that the user has added. */
  safeMode: boolean
}

/**
 * Read from the arguments themselves, before they are parsed: an error in them has to be told in the right form, too.
 */
export function mannerOf(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Manner {
  const end = argv.indexOf('--')
  const own = end < 0 ? argv : argv.slice(0, end)
  const isSet = (name: string) => /^(1|true|yes)$/i.test(environment[name] ?? '')
  return {
    asJson: own.includes('--json'),
    quiet: own.includes('--quiet') || isSet('AVATARCTL_QUIET'),
    debug: own.includes('--debug') || isSet('AVATARCTL_DEBUG'),
    safeMode: own.includes('--safe-mode') || isSet('AVATARCTL_SAFE_MODE'),
  }
}
