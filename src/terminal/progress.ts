import type { ListrDefaultRendererLogLevels } from 'listr2'
import type { Progress, Wait } from '../ports.ts'
import type { Journal } from './journal.ts'

/** Progress that is shown somewhere, and has to be ended. */
export interface ShownProgress extends Progress {
  /** Something is held up. */
  waiting(wait: Wait): void
  /** The progress of one of several that go on at once; it is told with its name, in lines. */
  part(name: string): ShownProgress
  end(): Promise<void>
}

/** No progress at all. */
export const silent: ShownProgress = {
  phase: () => undefined,
  step: () => undefined,
  waiting: () => undefined,
  part: () => silent,
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

/** How far a stretch of work is. */
interface Stretch {
  title: string
  total: number | undefined
  done: number
  since: number
  pause?: { wait: Wait; until: number }
}

/** How far it is, what it waits for, and how long it takes from here. */
export function sentence({ title, total, done, since, pause }: Stretch, now = performance.now()): string {
  const rest = pause ? pause.until - now : 0
  const waits = pause && rest > 500 ? `${pause.wait.reason}, waiting ${duration(rest / 1000)}` : undefined
  if (total === undefined || done >= total) {
    return [done > 0 ? `${title}: ${done}` : title, waits].filter(Boolean).join('; ')
  }
  if (!pause && done === 0) return title
  const left = total - done
  const seconds = (now - since) / 1000
  // What was done so far says little while a whole window may be waited for.
  const byRate = seconds > 2 && done > 0 ? (left * seconds) / done : 0
  if (!pause) return `${title}: ${done} of ${total}${byRate > 0 ? `, about ${duration(byRate)} left` : ''}`
  const byPace = pause.wait.left(left) / 1000
  // Somebody may take several of the requests that are waited for.
  const time = pause.wait.perPhoto ? byPace : Math.max(byPace, byRate)
  return `${done} of ${total} done; ${pause.wait.reason}; ${left} left; about ${duration(Math.max(1, time))}`
}

/** Seconds in the words of people. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
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
            const timer = setInterval(() => (task.title = sentence(current)), 200)
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
    step() {
      if (stretch) stretch.done += 1
    },
    waiting(wait) {
      if (stretch) stretch.pause = { wait, until: performance.now() + wait.ms }
    },
    part: (part) => plainLines(stream, part),
    async end() {
      endStretch()
      await ended
    },
  }
}
