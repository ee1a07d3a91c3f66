import type { ListrDefaultRendererLogLevels } from 'listr2'
import type { Journal } from './journal.ts'
import { livingLines, type Several } from './living-lines.ts'
import type { ShownProgress } from './shown-progress.ts'
import { sentence, sentenceWithin, type Stretch } from './stretch.ts'

/** Where nothing that was written is ever written over. */
const plain = { above: (write: () => void) => write(), aside: <T>(work: () => Promise<T>) => work() }

/** No progress at all. */
export const silent: ShownProgress = {
  phase: () => undefined,
  step: () => undefined,
  waiting: () => undefined,
  part: () => silent,
  ...plain,
  end: () => Promise.resolve(),
}

/** How often a pipe or a log gets a line, in milliseconds. */
const lineEvery = 5000

/** Progress on `stream` (standard error): one living line in a terminal, a line every few seconds elsewhere. */
export function showProgress(
  stream: NodeJS.WriteStream,
  wish: { quiet: boolean; journal: Journal },
): ShownProgress {
  if (wish.quiet) return silent
  if (wish.journal.asJson) return journalLines(wish.journal)
  const alive = stream.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI']
  return alive ? livingLine(stream) : plainLines(stream)
}

function plainLines(stream: NodeJS.WriteStream, name?: string): ShownProgress {
  const write = (stretch: Stretch) =>
    void stream.write(`${name === undefined ? '' : `${name}: `}${sentence(stretch)}\n`)
  return nowAndThen(write, (part) => plainLines(stream, part))
}

function journalLines(journal: Journal): ShownProgress {
  function write(stretch: Stretch): void {
    const { title, total, done, pause } = stretch
    const rest = pause ? Math.ceil((pause.until - performance.now()) / 1000) : 0
    const wait = pause && rest > 0 ? { reason: pause.wait.reason, seconds: rest } : undefined
    journal.info(sentence(stretch), { progress: { title, done, total }, wait })
  }
  return nowAndThen(write, (name) => journalLines(journal.about({ connection: name })))
}

/** Progress that is written every few seconds, and when something is held up for longer. */
function nowAndThen(write: (stretch: Stretch) => void, part: (name: string) => ShownProgress): ShownProgress {
  let stretch: Stretch | undefined
  let written = 0

  function writeInTime(current: Stretch): void {
    if (performance.now() - written < lineEvery) return
    written = performance.now()
    write(current)
  }

  return {
    phase(title, total) {
      stretch = { title, total, done: 0, since: performance.now() }
      written = performance.now()
    },
    step() {
      if (!stretch) return
      stretch.done += 1
      writeInTime(stretch)
    },
    waiting(wait) {
      if (!stretch) return
      stretch.pause = { wait, until: performance.now() + wait.ms }
      if (wait.ms > lineEvery) writeInTime(stretch)
    },
    part,
    ...plain,
    end() {
      stretch = undefined
      return Promise.resolve()
    },
  }
}

function livingLine(stream: NodeJS.WriteStream): ShownProgress {
  let stretch: Stretch | undefined
  let ended: Promise<unknown> = Promise.resolve()
  let endTask: (() => void) | undefined
  let several: Several | undefined
  /** Beside the symbol that turns. */
  const room = () => (stream.columns || 80) - 4

  async function show(current: Stretch): Promise<void> {
    const { Listr, ProcessOutput, ListrLogger } = await import('listr2')
    const logger = new ListrLogger<ListrDefaultRendererLogLevels>({
      processOutput: new ProcessOutput(stream, stream),
    })
    if (stretch !== current) return
    const finished = new Promise<void>((resolve) => (endTask = resolve))
    const list = new Listr(
      [
        {
          title: current.title,
          async task(_, task) {
            const timer = setInterval(() => (task.title = sentenceWithin(current, room())), 200)
            await finished
            clearInterval(timer)
            task.title = sentence(current)
          },
        },
      ],
      {
        registerSignalListeners: false,
        fallbackRendererCondition: () => false,
        rendererOptions: { logger },
      },
    )
    await list.run()
  }

  function endStretch(): void {
    stretch = undefined
    endTask?.()
    endTask = undefined
  }

  return {
    phase(title, total) {
      endStretch()
      const current: Stretch = { title, total, done: 0, since: performance.now() }
      stretch = current
      ended = ended.then(() => show(current))
    },
    step(who) {
      if (stretch) Object.assign(stretch, { done: stretch.done + 1, who })
    },
    waiting(wait) {
      if (stretch) stretch.pause = { wait, until: performance.now() + wait.ms }
    },
    // A terminal that does not say how high it is has no room for them.
    part: (name) =>
      stream.rows > 0 ? (several ??= livingLines(stream)).part(name) : plainLines(stream, name),
    above: (write) => (several ? several.above(write) : write()),
    async aside(work) {
      endStretch()
      await ended
      return await (several ? several.aside(work) : work())
    },
    async end() {
      endStretch()
      await Promise.all([ended, several?.end()])
    },
  }
}
