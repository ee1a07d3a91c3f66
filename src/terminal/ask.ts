import { createInterface } from 'node:readline/promises'

/** One question, with the answer that Enter stands for. */
export interface Question {
  text: string
  assumed: string
  /** What is wrong with an answer, in a sentence. */
  faultOf(answer: string): string | undefined
}

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/** Asks on standard error until the answer is right. Rejects with the signal's reason. */
export async function ask({ text, assumed, faultOf }: Question, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    for (;;) {
      const given = (await terminal.question(`${text}${assumed ? ` (${assumed})` : ''}: `, { signal })).trim()
      const answer = given === '' ? assumed : given
      const fault = faultOf(answer)
      if (fault === undefined) return answer
      process.stderr.write(`${fault}\n`)
    }
  } finally {
    terminal.close()
  }
}
