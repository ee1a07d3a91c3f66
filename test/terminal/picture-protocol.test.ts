import { expect } from 'chai'
import { pictureProtocol } from '../../src/terminal/picture-protocol.ts'

const xterm = { TERM: 'xterm-256color' }
const terminal = { isTTY: true }
const of = (environment: Record<string, string>, stream = terminal, plain = false) =>
  pictureProtocol(stream, environment, { plain })

describe('how a terminal takes a picture', () => {
  it('follows from what it says of itself', () => {
    for (const [environment, expected] of [
      [{ TERM: 'xterm-kitty' }, 'kitty'],
      [{ TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty' }, 'kitty'],
      [{ ...xterm, TERM_PROGRAM: 'ghostty' }, 'kitty'],
      [{ ...xterm, KITTY_WINDOW_ID: '1' }, 'kitty'],
      [{ ...xterm, TERM_PROGRAM: 'iTerm.app', LC_TERMINAL: 'iTerm2' }, 'iterm2'],
      [{ ...xterm, LC_TERMINAL: 'iTerm2' }, 'iterm2'],
      [{ ...xterm, TERM_PROGRAM: 'WezTerm' }, 'iterm2'],
      [{ ...xterm, WEZTERM_PANE: '0' }, 'iterm2'],
      [{ ...xterm, TERM_PROGRAM: 'mintty' }, 'iterm2'],
      [{ ...xterm, KONSOLE_VERSION: '220401' }, 'iterm2'],
    ] as const)
      expect(of(environment), JSON.stringify(environment)).to.equal(expected)
  })

  it('is unknown where it takes none, or is too old', () => {
    for (const environment of [
      xterm,
      {},
      { TERM: 'linux' },
      { TERM: 'dumb', KITTY_WINDOW_ID: '1' },
      { ...xterm, TERM_PROGRAM: 'Apple_Terminal' },
      { ...xterm, TERM_PROGRAM: 'constructor' },
      { TERM: 'constructor' },
      { ...xterm, KONSOLE_VERSION: '211203' },
    ])
      expect(of(environment), JSON.stringify(environment)).to.equal(undefined)
  })

  it('is not that of the terminal that another one was started in', () => {
    expect(of({ ...xterm, TERM_PROGRAM: 'vscode', KITTY_WINDOW_ID: '1', LC_TERMINAL: 'iTerm2' })).to.equal(
      undefined,
    )
    expect(of({ TERM: 'xterm-kitty', TERM_PROGRAM: 'iTerm.app' })).to.equal('kitty')
  })

  it('is unknown within tmux, screen and Zellij', () => {
    for (const environment of [
      { TERM: 'xterm-kitty', TMUX: '/tmp/tmux-1000/default,1,0' },
      { TERM: 'tmux-256color', KITTY_WINDOW_ID: '1' },
      { TERM: 'screen.xterm-256color', LC_TERMINAL: 'iTerm2' },
      { TERM: 'xterm-kitty', STY: '1.pts-0' },
      { TERM: 'xterm-kitty', ZELLIJ: '0' },
    ])
      expect(of(environment), JSON.stringify(environment)).to.equal(undefined)
  })

  it('does not matter where no escape sequences are wanted', () => {
    const kitty = { TERM: 'xterm-kitty' }
    expect(of(kitty, { isTTY: false })).to.equal(undefined)
    expect(of(kitty, terminal, true)).to.equal(undefined)
    expect(of({ ...kitty, NO_COLOR: '1' })).to.equal(undefined)
    expect(of({ ...kitty, CI: 'true' })).to.equal(undefined)
    expect(of({ ...kitty, NO_COLOR: '' })).to.equal('kitty')
  })
})
