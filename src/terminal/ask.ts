import { createInterface } from 'node:readline'
import { AppError } from '../errors.ts'

/** One question, with the answer that Enter stands for. */
export interface Question {
  text: string
  assumed: string
  /** What is wrong with an answer, in a sentence. */
  faultOf(answer: string): string | undefined
}

/** Where somebody is asked, and answers. */
export interface Conversation {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
}

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/**
 * Asks one question after the other, each until the answer is right; what was typed ahead is not lost. Throws `AppError`
 * `interrupted` when the signal is aborted, or the other side hangs up.
 */
export async function askAll<Name extends string>(
  questions: Readonly<Record<Name, Question>>,
  signal: AbortSignal,
  { input, output }: Conversation = { input: process.stdin, output: process.stderr },
): Promise<Record<Name, string>> {
  const answers = {} as Record<Name, string>
  const terminal = createInterface({ input, output, signal })
  const lines = terminal[Symbol.asyncIterator]()
  try {
    for (const [name, { text, assumed, faultOf }] of Object.entries<Question>(questions)) {
      for (let fault: string | undefined = ''; fault !== undefined;) {
        if (fault !== '') output.write(`${fault}\n`)
        terminal.setPrompt(`${text}${assumed ? ` (${assumed})` : ''}: `)
        terminal.prompt()
        const line = await lines.next()
        if (line.done) throw new AppError('interrupted', 'Stopped', { hint: 'Nothing was done.' })
        const answer = line.value.trim() || assumed
        fault = faultOf(answer)
        answers[name as Name] = answer
      }
    }
    return answers
  } finally {
    terminal.close()
  }
}
