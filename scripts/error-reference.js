// Writes docs/reference/errors.md: what src/errors.ts and src/personal-failures.ts declare, and every text that the code
// has for it. With --check: fails when the page is not what they say today. Build first.
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { errorTexts, undeclaredCodes } from './error-texts.js'
import { generatedPage, root } from './generated-page.js'
import { cell, code, prose, table } from './markdown-table.js'

/** A module of the tool that leans on nothing else. */
function moduleOf(file) {
  const { outputFiles } = buildSync({
    ...{ entryPoints: [path.join(root, file)], bundle: true, write: false, format: 'cjs', platform: 'node' },
  })
  const made = { exports: {} }
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    made,
    made.exports,
    createRequire(import.meta.url),
  )
  return made.exports
}

const { errorKinds, exitCodes } = moduleOf('src/errors.ts')
const { personalFailures } = moduleOf('src/personal-failures.ts')

const meanings = {
  done: 'Done; everybody is as they should be, people who are left alone on purpose included.',
  bug: 'A bug, or something nobody foresaw: please report it with what `--debug` shows.',
  wrongUse:
    'Wrong use: flags, settings, a file that cannot be read, a confirmation that was not given. Nothing was done.',
  someFailed:
    'Finished, but some people failed, or were changed by somebody else meanwhile; each is listed with the reason.',
  changesFound: 'Only with `--exit-code`: a dry run found something to do.',
  refused: 'Refused by the directory as a whole: credentials, permissions.',
  unreachable: 'The directory cannot be reached, or kept failing.',
  locked: 'Another run holds the lock.',
  vault: 'The vault is damaged or cannot be written.',
  interrupted: 'Interrupted; what was begun is finished and recorded.',
}

/** Failures of a directory that concern one person, where the service has no code of its own. */
const ofDirectory = {
  throttled: ['The directory asks for patience, and went on asking.', 'Run the same again later.'],
  unauthorised: [
    'The directory does not know who is asking.',
    '`avatarctl login`; `avatarctl doctor` shows what is missing.',
  ],
  forbidden: [
    'The directory does not let this user change this person.',
    'Look at the role of the user and the permissions of the app.',
  ],
  'not-found': ['The directory has no such person any more.', 'Nothing: the next run does not see them.'],
  rejected: ['The directory does not take this photo for this person.', 'The message has its reason.'],
  unavailable: ['The directory did not answer, or kept failing.', 'Run the same again later.'],
  changed: [
    'Somebody else has changed the photo since the plan was made. It was left alone.',
    'Run the same again: it looks anew.',
  ],
  unusable: [
    'The settings of the directory, or a file of it, are not right.',
    'The message says which, and what to do.',
  ],
}

const kinds = Object.entries(errorKinds)
const texts = errorTexts(Object.keys(errorKinds))
const plain = (text) => cell(prose(text))

await generatedPage('docs/reference/errors.md', [
  '# Errors and exit codes',
  'Made from the code by `npm run reference`. An error says what happened, to whom, and what to do next; with `--json` it is `{ "error": { "code", "message", "hint", "exitCode" } }`. Where an error comes from is shown with `--debug` only.',
  '## Exit codes',
  table(
    ['exit code', 'what'],
    Object.entries(exitCodes).map(([name, number]) => [code(String(number)), plain(meanings[name])]),
  ),
  '## Codes',
  'The code of an error is what a script may decide by; texts may change at any time.',
  table(
    ['code', 'exit code', 'what it means', 'what to do'],
    [
      ...kinds.map(([name, { exitCode, means, next }]) => [
        `[\`${name}\`](#${name})`,
        code(String(exitCode)),
        plain(means),
        plain(next),
      ]),
      [code('bug'), code('1'), 'Something nobody foresaw.', 'Please report it with what `--debug` shows.'],
    ],
  ),
  '## What fails for one person',
  'Everybody else is served; the exit code is 3. In `changes[].error.code`, and where runs are shown. A service may have a code of its own, such as `ACT-334`, and the system too, such as `ENOSPC`: they stand there as they are. The codes above can concern one person as well.',
  table(
    ['code', 'what it means', 'what to do'],
    [
      ...Object.entries(personalFailures).map(([name, { means, next }]) => [
        code(name),
        plain(means),
        plain(next),
      ]),
      ...Object.entries(ofDirectory).map(([name, says]) => [code(name), ...says.map(plain)]),
    ],
  ),
  '## Texts',
  '… stands for what is only known when it happens: a name, a file, a number, what a service has said. Directories and plugins have texts of their own.',
  ...kinds.flatMap(([name, { exitCode, next }]) => [
    `### ${name}`,
    `Exit code ${exitCode}.`,
    table(
      ['what it says', 'what to do'],
      texts
        .filter((one) => one.code === name)
        .map(({ message, hints }) => [
          plain(message),
          (hints.length > 0 ? hints : [next]).map(plain).join('<br>or: '),
        ]),
    ),
  ]),
])

const unknown = undeclaredCodes([...Object.keys(errorKinds), ...Object.keys(personalFailures), 'bug'])
if (unknown.length > 0) {
  process.stderr.write(`src/errors.ts and src/personal-failures.ts declare no ${unknown.join(', ')}.\n`)
  process.exitCode = 1
}
