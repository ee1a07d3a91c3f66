import { readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from './command-line.ts'
import { avatarctlInTerminal, keys, type Typed } from './terminal.ts'

/** Whether a question is on the screen, and its answer is expected. */
export const asked = {
  aim: /What would you like to do\?.*select/s,
  directory: /Which directory\?.*select/s,
  chain: /Which avatars\?.*select/s,
  samples: /See samples of \S+ first\? \(Y\/n\)/,
  use: /Use \S+\? \(Y\/n\)/,
  page: /Show the plan as a page in the browser as well\? \(y\/N\)/,
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

/** The choice whose name begins so: a list goes to what is typed. */
export const pick = (name: string) => name + keys.enter

/** Whether a command has a flag, by which a page of it can be had. */
const hasPage = /"report": \{/.test(readFileSync(path.join(repository, 'oclif.manifest.json'), 'utf8'))

/** No page of the plan, where one is offered. */
export const noPage: readonly Typed[] = hasPage ? suggestions('page') : []

/** The same, and an answer to the last question. */
export const plan = (answer: string): Typed[] => [...noPage, { after: asked.doIt, keys: answer }]

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
