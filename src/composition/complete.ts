import { homedir } from 'node:os'
import path from 'node:path'
import { readFile } from 'node:fs/promises'
import { complete, type KnownCommand } from '../operations/complete.ts'
import { safeText } from '../terminal/safe-text.ts'
import { readShellLine, typedInBash } from '../terminal/shell-line.ts'
import { knownNames } from './known-names.ts'

/**
 * Answers a shell that asks what may stand at the cursor: `bash BREAKS LINE`, or `zsh WORD...` with the word at the cursor
 * last. One candidate a line, for zsh with a tab and what it means. Loads as little as it can: `bin/run.js` calls it past
 * everything else.
 */
export async function answerShell(given: readonly string[], root: string): Promise<string> {
  const [shell, ...rest] = given
  const [breaks = '', line = ''] = rest
  const typed = shell === 'bash' ? readShellLine(line, breaks) : undefined
  const [words, current] = typed
    ? [typed.words.slice(1), typed.current]
    : [rest.slice(0, -1), rest.at(-1) ?? '']
  const read = async (file: string) => JSON.parse(await readFile(path.join(root, file), 'utf8')) as unknown
  const [manifest, own] = await Promise.all([read('oclif.manifest.json'), read('package.json')])
  const { commands } = manifest as { commands: Record<string, KnownCommand> }
  const { oclif } = own as { oclif: { topics: Record<string, { description: string }> } }
  const found = await complete(words, current, {
    commands: Object.values(commands),
    topics: Object.fromEntries(
      Object.entries(oclif.topics).map(([name, { description }]) => [name, description]),
    ),
    known: knownNames({ root, ...foldersFrom(process.env), environment: process.env }),
  })
  // A name with a line break in it could not be told from two.
  const whole = found.filter(({ word }) => !/[\n\r\t]/.test(word))
  const lines = typed
    ? whole.map(({ word }) => typedInBash(word, typed))
    : whole.map(({ word, says = '' }) => `${word}\t${safeText(says)}`)
  return lines.map((one) => `${one}\n`).join('')
}

/** Where settings and plugins lie, as oclif finds it out; without loading oclif. */
export function foldersFrom(environment: Readonly<Record<string, string | undefined>>) {
  const home = environment['HOME'] ?? homedir()
  const folder = (kind: 'CONFIG' | 'DATA', usual: string) =>
    environment[`AVATARCTL_${kind}_DIR`] ??
    path.join(environment[`XDG_${kind}_HOME`] ?? path.join(home, usual), 'avatarctl')
  return { configFolder: folder('CONFIG', '.config'), dataFolder: folder('DATA', '.local/share') }
}
