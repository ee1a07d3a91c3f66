import type { ListrDefaultRendererLogLevels } from 'listr2'
import type { Progress } from '../ports.ts'

/** Progress that is shown somewhere, and has to be ended. */
export interface ShownProgress extends Progress {
  /** Why nothing happens for the next `ms` milliseconds. */
  waiting(reason: string, ms: number): void
  end(): Promise<void>
}

/** No progress at all. */
export const silent: ShownProgress = {
  phase: () => undefined,
  step: () => undefined,
  waiting: () => undefined,
  end: () => Promise.resolve(),
}

/** How often a pipe or a log gets a line, in milliseconds. */
const lineEvery = 5000

/** Progress on `stream` (standard error): one living line in a terminal, a line every few seconds elsewhere. */
export function showProgress(stream: NodeJS.WriteStream, wish: { quiet: boolean }): ShownProgress {
  if (wish.quiet) return silent
  const alive = stream.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI']
  return alive ? livingLine(stream) : plainLines(stream)
}

/** How far a stretch of work is. */
interface Stretch {
  title: string
  total: number | undefined
  done: number
  since: number
  pause?: { reason: string; until: number }
}

function sentence(stretch: Stretch): string {
  const { pause } = stretch
  const ms = pause ? pause.until - performance.now() : 0
  return howFar(stretch) + (pause && ms > 500 ? `; ${pause.reason}, waiting ${duration(ms / 1000)}` : '')
}

function howFar({ title, total, done, since }: Stretch): string {
  if (done === 0) return title
  const seconds = (performance.now() - since) / 1000
  if (total === undefined) return `${title}: ${done}`
  const rate = done / seconds
  const left = seconds > 2 && done < total ? `, about ${duration((total - done) / rate)} left` : ''
  return `${title}: ${done} of ${total}${left}`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return `${Math.ceil(seconds / 60)} min`
}

function plainLines(stream: NodeJS.WriteStream): ShownProgress {
  let stretch: Stretch | undefined
  let written = 0

  function write(current: Stretch): void {
    if (performance.now() - written < lineEvery) return
    written = performance.now()
    stream.write(sentence(current) + '\n')
  }

  return {
    phase(title, total) {
      stretch = { title, total, done: 0, since: performance.now() }
      written = performance.now()
    },
    step() {
      if (!stretch) return
      stretch.done += 1
      write(stretch)
    },
    waiting(reason, ms) {
      if (!stretch) return
      stretch.pause = { reason, until: performance.now() + ms }
      if (ms > lineEvery) write(stretch)
    },
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
    waiting(reason, ms) {
      if (stretch) stretch.pause = { reason, until: performance.now() + ms }
    },
    async end() {
      endStretch()
      await ended
    },
  }
}
