/** How a terminal takes a picture among its text: the graphics protocol of kitty, or the inline images of iTerm2. */
export type PictureProtocol = 'kitty' | 'iterm2'

type Environment = Readonly<Record<string, string | undefined>>

const byTerm: Record<string, PictureProtocol> = {
  'xterm-kitty': 'kitty',
  'xterm-ghostty': 'kitty',
  wezterm: 'iterm2',
}

const byProgram: Record<string, PictureProtocol> = {
  kitty: 'kitty',
  ghostty: 'kitty',
  'iTerm.app': 'iterm2',
  WezTerm: 'iterm2',
  mintty: 'iterm2',
}

/** Konsole takes pictures since 22.04. */
const konsole = 220_400

/**
 * What the terminal at `stream` says of itself; undefined where it takes no picture, or that is not sure, or no escape
 * sequences are wanted. A terminal that is asked and does not answer would have to be waited for, so none is asked.
 */
export function pictureProtocol(
  stream: { isTTY?: boolean },
  environment: Environment,
  wish: { plain: boolean },
): PictureProtocol | undefined {
  const { TERM = '', TERM_PROGRAM, LC_TERMINAL, NO_COLOR, CI } = environment
  if (!stream.isTTY || wish.plain || NO_COLOR || CI || TERM === '' || TERM === 'dumb') return undefined
  if (isShared(environment)) return undefined
  if (Object.hasOwn(byTerm, TERM)) return byTerm[TERM]
  // Set by the terminal itself, where it is set. All below may come from one that this one was started in.
  if (TERM_PROGRAM) return Object.hasOwn(byProgram, TERM_PROGRAM) ? byProgram[TERM_PROGRAM] : undefined
  if (Number(environment['KONSOLE_VERSION'] ?? 0) >= konsole) return 'iterm2'
  if (environment['KITTY_WINDOW_ID'] || environment['GHOSTTY_RESOURCES_DIR']) return 'kitty'
  // This one passes through ssh.
  return environment['WEZTERM_PANE'] || LC_TERMINAL === 'iTerm2' ? 'iterm2' : undefined
}

/** One terminal in another: what the inner one does not know, it drops or shows as text. */
function isShared({ TERM = '', TMUX, STY, ZELLIJ }: Environment): boolean {
  return Boolean(TMUX ?? STY ?? ZELLIJ) || /^(?:tmux|screen)/.test(TERM)
}
