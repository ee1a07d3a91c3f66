import { createInterface } from 'node:readline'
import { AppError } from '../errors.ts'
import { safeText } from './safe-text.ts'
import type { Conversation } from './ask.ts'
import { roomFor } from './table.ts'
import { labelled } from './wrapped.ts'

// Questions in plain lines: for a terminal that cannot move its cursor, and for whoever hears what is on it. The terminal
// itself sees to keys such as backspace.

/** How a question is asked. */
export interface PlainAsking {
  signal: AbortSignal
  /** What was done before, for whoever stops here. */
  done: string
}

/** Whether nothing that was written can be written over. */
export const isPlain = (environment: NodeJS.ProcessEnv = process.env) => environment['TERM'] === 'dumb'

/** One of several, by its number; Enter alone stands for `assumed`, or for the first. */
export async function plainChoice(
  message: string,
  choices: readonly { value: string; name: string; description?: string | undefined }[],
  assumed: string | undefined,
  asking: PlainAsking,
  talk?: Conversation,
): Promise<string> {
  const { output } = talkWith(talk)
  output.write(`${safeText(message)}\n`)
  const room = roomFor(process.stderr) - 1
  const indent = `  ${choices.length}. `.length
  for (const [index, { name, description }] of choices.entries()) {
    const text = description === undefined ? name : `${name}. ${description}`
    for (const line of labelled(`  ${index + 1}.`, text, indent, room)) output.write(`${line}\n`)
  }
  const first = Math.max(
    0,
    choices.findIndex(({ value }) => value === assumed),
  )
  for (;;) {
    const answer = (await lineFor(`Number (${first + 1}): `, asking, talk)).trim()
    const chosen = choices[answer === '' ? first : /^\d+$/.test(answer) ? Number(answer) - 1 : -1]
    if (chosen) return chosen.value
    output.write(`A number from 1 to ${choices.length} is needed.\n`)
  }
}

/** Text on one line, asked for until it is right. */
export async function plainText(
  message: string,
  how: {
    assumed?: string | undefined
    faultOf(answer: string): Promise<string | undefined> | string | undefined
  },
  asking: PlainAsking,
  talk?: Conversation,
): Promise<string> {
  const { assumed = '', faultOf } = how
  const shown = assumed === '' ? '' : ` (${safeText(assumed)})`
  for (;;) {
    const answer = (await lineFor(`${safeText(message)}${shown} `, asking, talk)).trim() || assumed
    const fault = await faultOf(answer)
    if (fault === undefined) return answer
    talkWith(talk).output.write(`${safeText(fault)}\n`)
  }
}

/** Yes or no. */
export async function plainYesNo(
  message: string,
  assumed: boolean,
  asking: PlainAsking,
  talk?: Conversation,
): Promise<boolean> {
  for (;;) {
    const answer = await lineFor(`${safeText(message)} (${assumed ? 'Y/n' : 'y/N'}) `, asking, talk)
    if (answer.trim() === '') return assumed
    if (/^\s*y(?:es)?\s*$/i.test(answer)) return true
    if (/^\s*no?\s*$/i.test(answer)) return false
    talkWith(talk).output.write('Yes or no is needed.\n')
  }
}

const talkWith = (talk?: Conversation): Conversation =>
  talk ?? { input: process.stdin, output: process.stderr }

/** Throws `AppError` `interrupted` for Ctrl-D, and when the signal is aborted. */
function lineFor(prompt: string, { signal, done }: PlainAsking, talk?: Conversation): Promise<string> {
  const stopped = () => new AppError('interrupted', 'Stopped', { hint: done })
  if (signal.aborted) return Promise.reject(stopped())
  const { input, output } = talkWith(talk)
  const terminal = createInterface({ input, output, terminal: false, signal })
  return new Promise((resolve, reject) => {
    const onClose = () => {
      output.write('\n')
      reject(stopped())
    }
    terminal.once('close', onClose)
    terminal.question(prompt, (answer) => {
      terminal.off('close', onClose)
      terminal.close()
      resolve(answer)
    })
  })
}
