import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import type { Conversation } from './ask.ts'
import { type GivenSecret, soundSecret } from './sound-secret.ts'

/** How long more of what was pasted may take to come, in milliseconds. */
const pasteMs = 30

/**
 * Asks for secrets, one after the other; nothing that is typed is shown. An empty line gives none. Throws `AppError`
 * `interrupted` for Ctrl-C and Ctrl-D, and `wrong-use` for what cannot be a secret.
 */
export async function askSecrets(
  questions: readonly { name: string; text: string }[],
  { note, signal }: { note(sentence: string): void; signal: AbortSignal },
  { input, output }: Conversation = { input: process.stdin, output: process.stderr },
): Promise<Record<string, Secret>> {
  const secrets: Record<string, Secret> = {}
  for (const { name, text } of questions) {
    const asked = unseenLine(input, signal)
    // What is typed from here on is not shown any more.
    output.write(`${text}: `)
    const line = await asked.finally(() => output.write('\n'))
    if (line.trim() === '') continue
    const given: GivenSecret = soundSecret(name, line)
    if (given.note !== undefined) note(given.note)
    secrets[name] = given.secret
  }
  return secrets
}

/** One line, which goes nowhere else: neither to the screen nor into a history. */
function unseenLine(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  const nowhere = new Writable({ write: (_, __, done) => done() })
  const terminal = createInterface({ input, output: nowhere, terminal: true, historySize: 0, signal })
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    const stopped = () => reject(new AppError('interrupted', 'Stopped', { hint: 'Nothing was changed.' }))
    terminal.once('SIGINT', () => terminal.close())
    terminal.once('close', stopped)
    terminal.on('line', (line) => {
      lines.push(line)
      if (lines.length > 1) return
      // The rest of several lines would be taken for the next answer, or for a command by the shell.
      setTimeout(() => {
        terminal.removeListener('close', stopped)
        terminal.close()
        resolve(lines.join('\n'))
      }, pasteMs)
    })
  })
}
