import { avatarctlInTerminal, keys, type Typed } from './terminal.ts'

/** Whether a question is on the screen, and its answer is expected. */
export const asked = {
  aim: /What would you like to do\?.*select/s,
  directory: /Which directory\?.*select/s,
  chain: /Which avatars\?.*select/s,
  samples: /See samples of \S+ first\? \(Y\/n\)/,
  use: /Use \S+\? \(Y\/n\)/,
  doIt: /Shall it be done\? \(y\/N\)/,
  keep: /Keep this in the settings\? \([Yy]\/[Nn]\)/,
  whom: /Whose originals\?.*select/s,
}

/** Enter alone, for the suggestion of each of some questions. */
export const suggestions = (...questions: (keyof typeof asked)[]): Typed[] =>
  questions.map((one) => ({ after: asked[one], keys: keys.enter }))

export const down = '\x1b[B'
export const yes = `y${keys.enter}`
export const no = `n${keys.enter}`

/** Runs the wizard in a terminal of 80 columns. */
export const wizard = (
  home: string,
  typed: readonly Typed[],
  { env = {}, args = [] }: { env?: Record<string, string>; args?: readonly string[] } = {},
) =>
  avatarctlInTerminal(args, {
    ...{ home, typed, size: { columns: 80, rows: 24 } },
    env: { NO_COLOR: '1', TMPDIR: home, ...env },
  })
