import { fitted, padded } from './fitted.ts'
import type { ShownProgress } from './shown-progress.ts'
import { sentence, type Stretch } from './stretch.ts'

/** How often the lines are drawn anew, in milliseconds. */
const everyMs = 200

/** In columns; more of one leaves no room for what is said of it. */
const longestName = 24

const symbols = { waiting: '·', done: '✔', failed: '✖' }
const turning = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/** The progress of several, and of each of them. */
export type Several = Pick<ShownProgress, 'part' | 'above' | 'aside' | 'end'>

type Draw = ((text: string) => void) & { clear(): void; done(): void }

/** Lines that live in a terminal, one for each of several directories that are worked on at once. */
export function livingLines(stream: NodeJS.WriteStream): Several {
  const lines: { name: string; symbol?: string; stretch?: Stretch }[] = []
  let draw: Draw | undefined
  let starting: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let frame = 0
  let isHeld = false
  let isOver = false

  async function start(): Promise<void> {
    const { createLogUpdate } = await import('log-update')
    if (isOver) return
    draw = createLogUpdate(stream)
    timer = setInterval(show, everyMs)
    show()
  }

  function show(): void {
    if (isHeld || !draw) return
    frame += 1
    const widest = Math.min(longestName, Math.max(...lines.map(({ name }) => name.length)))
    const room = Math.max(20, stream.columns > 0 ? stream.columns : 80) - 1
    const shown = lines.map(({ name, symbol, stretch }) => {
      const running = stretch ? turning.charAt(frame % turning.length) : symbols.waiting
      const before = `${symbol ?? running} ${padded(name, widest)}  `
      const whole = stretch ? sentence(stretch) : ''
      const fits = !stretch || before.length + whole.length <= room
      return fitted(
        before + (fits ? whole : sentence(stretch, performance.now(), { isShort: true })),
        room,
      ).trimEnd()
    })
    draw(shown.join('\n'))
  }

  return {
    part(name) {
      const line: (typeof lines)[number] = { name }
      lines.push(line)
      return {
        phase(title, total) {
          line.stretch = { title, total, done: 0, since: performance.now() }
          starting ??= start()
        },
        step() {
          if (line.stretch) line.stretch.done += 1
        },
        waiting(wait) {
          if (line.stretch) line.stretch.pause = { wait, until: performance.now() + wait.ms }
        },
        part: () => this.part(name),
        above: (write) => this.above(write),
        aside: (work) => this.aside(work),
        end(outcome) {
          if (outcome) line.symbol = symbols[outcome]
          return Promise.resolve()
        },
      }
    },

    above(write) {
      draw?.clear()
      write()
      show()
    },

    async aside(work) {
      isHeld = true
      draw?.clear()
      draw?.done()
      try {
        return await work()
      } finally {
        isHeld = false
        show()
      }
    },

    async end() {
      isOver = true
      await starting
      clearInterval(timer)
      draw?.clear()
      draw?.done()
      draw = undefined
    },
  }
}
