/** One call as strace shows it. Between its first and its last line anything of it may have happened. */
export interface SystemCall {
  name: string
  args: string
  /** What it answered; undefined where the process was killed within it. */
  result: number | undefined
  firstLine: number
  lastLine: number | undefined
}

const whole = /^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)/
const unfinished = /^(\d+) +(\w+)\((.*?) <unfinished \.\.\.>/
const resumed = /^(\d+) +<\.\.\. \w+ resumed>(.*)\) += (-?\d+|\?)/

/** The calls of a trace that `strace -f -xx` wrote, in the order in which they began. */
export function systemCalls(trace: string): SystemCall[] {
  const calls: SystemCall[] = []
  const begun = new Map<string, SystemCall>()
  trace.split('\n').forEach((line, number) => {
    const [, process, name, args, result] = whole.exec(line) ?? unfinished.exec(line) ?? []
    if (process !== undefined && name !== undefined && args !== undefined) {
      const answer = answerOf(result)
      const lastLine = answer === undefined ? undefined : number
      const call = { name, args, result: answer, firstLine: number, lastLine }
      calls.push(call)
      if (answer === undefined) begun.set(process, call)
      return
    }
    const [, ofProcess = '', rest = '', answer] = resumed.exec(line) ?? []
    const call = begun.get(ofProcess)
    if (!call) return
    begun.delete(ofProcess)
    call.args += rest
    call.result = answerOf(answer)
    call.lastLine = call.result === undefined ? undefined : number
  })
  return calls
}

/** The texts of a call, as bytes. Throws where strace has cut one short. */
export function bytesIn(args: string): Buffer[] {
  if (args.includes('"...')) throw new Error('strace has cut a text short: the recording is not whole')
  return [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text]) => unescaped(text ?? ''))
}

/** The file that a call's first number stands for, by the name strace shows of it. */
export function handleIn(args: string): { number: number; name: string } | undefined {
  const [, number, name] = /^(\d+)<((?:\\x[0-9a-f]{2})*)>/.exec(args) ?? []
  return number === undefined || name === undefined
    ? undefined
    : { number: Number(number), name: unescaped(name).toString() }
}

function unescaped(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex')
}

function answerOf(result: string | undefined): number | undefined {
  return result === undefined || result === '?' ? undefined : Number(result)
}
