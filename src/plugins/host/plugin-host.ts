import { setMaxListeners } from 'node:events'
import type {
  Generator,
  GeneratorContext,
  GeneratorImage,
  GeneratorNone,
  GeneratorRequest,
} from '@avatarctl/sdk'
import { messageOf, PluginFailure } from '../../errors.ts'
import type { Conversation, Reply } from './conversation.ts'

/** One generator of a plugin, and what is known of it so far. */
interface Guest {
  module: string
  context: GeneratorContext
  /** Why nobody is served by it any more. */
  verdict?: string
  /** How many people in a row it has died for, or left without an answer. */
  failures: number
}

/** Generators of one plugin, in processes that are started as needed. */
export interface PluginHost {
  /** A generator that stands for the one in the host; what it throws says `who` ("robots of the plugin acme 1.0.0"). */
  generator(who: string, module: string): Generator
}

/**
 * Asks a plugin in one process, and finds out whose fault it was when that process dies: everybody whose answer was
 * lost is asked again, one at a time and each in a fresh process, and only who kills that alone has failed.
 */
export function pluginHost(start: () => Conversation, inARow: number): PluginHost {
  let shared: Conversation | undefined
  /** The end of the queue of those who are asked again; everybody else waits for it. */
  let trials: Promise<unknown> | undefined
  const guests = new Set<Guest>()

  async function ask(guest: Guest, request: GeneratorRequest): Promise<Reply> {
    while (trials) await trials
    if (guest.verdict !== undefined) return { kind: 'failed', words: guest.verdict }
    if (!shared || shared.isOver) shared = start()
    const reply = await inquire(shared, guest, request)
    return reply.kind === 'lost' && !reply.isCulprit ? await askAgain(guest, request) : reply
  }

  /** Opens it before the first question, so that what concerns everybody is said once. What else goes wrong shows when it is asked. */
  async function begin(guest: Guest): Promise<void> {
    while (trials) await trials
    if (!shared || shared.isOver) shared = start()
    const { signal } = guest.context
    const opened = await unlessAborted(shared.open(guest.module, guest.context), signal)
    if (opened.kind === 'done' || (opened.kind === 'lost' && !opened.isCulprit)) return
    if (opened.kind !== 'failed' || !opened.everybody) {
      guest.verdict = `cannot be opened: it ${wordsOf(opened)}`
      return
    }
    await leave(guest)
    const { message, ...about } = opened.everybody
    throw Object.assign(new Error(message), about)
  }

  /** Asks in a process that nobody else is asked in, after those who wait for the same. */
  function askAgain(guest: Guest, request: GeneratorRequest): Promise<Reply> {
    const before = trials
    const trial = (async (): Promise<Reply> => {
      await before
      if (guest.verdict !== undefined) return { kind: 'failed', words: guest.verdict }
      request.signal.throwIfAborted()
      const fresh = start()
      try {
        return await inquire(fresh, guest, request, { alone: true })
      } finally {
        await fresh.end()
      }
    })()
    const settled = trial
      .catch(() => undefined)
      .then(() => {
        if (trials === settled) trials = undefined
      })
    trials = settled
    return trial
  }

  /** Opens the generator where that is still to be done, asks, and draws the conclusions. */
  async function inquire(
    there: Conversation,
    guest: Guest,
    request: GeneratorRequest,
    { alone = false } = {},
  ): Promise<Reply> {
    const opened = await unlessAborted(there.open(guest.module, guest.context), request.signal)
    if (opened.kind === 'lost' && !opened.isCulprit && !alone) return opened
    if (opened.kind !== 'done') {
      const words = `cannot be opened: it ${wordsOf(opened)}`
      guest.verdict ??= words
      return { kind: 'failed', words }
    }
    const reply = await there.ask(guest.module, request)
    if (reply.kind === 'lost' && !reply.isCulprit && !alone) return reply
    if (reply.kind !== 'lost' && reply.kind !== 'silent') guest.failures = 0
    else if (++guest.failures >= inARow)
      guest.verdict ??= `is given up: for ${inARow} people in a row it ${reply.words}`
    return reply
  }

  async function leave(guest: Guest): Promise<void> {
    guests.delete(guest)
    guest.verdict ??= 'was asked after it was closed'
    await trials
    const isNeeded = [...guests].some(({ module }) => module === guest.module)
    if (shared && !shared.isOver && !isNeeded) await shared.close(guest.module)
    if (guests.size === 0) await shared?.end()
  }

  return {
    generator(who, module) {
      let guest: Guest | undefined
      return {
        async open(context) {
          guest = { module, context, failures: 0 }
          guests.add(guest)
          await begin(guest)
        },

        async generate(request): Promise<GeneratorImage | GeneratorNone | null> {
          if (!guest) throw new Error(`${who} was asked before it was opened`)
          const reply = await ask(guest, request).catch((error: unknown) => {
            if (request.signal.aborted) throw error
            return { kind: 'failed', words: `could not be asked: ${messageOf(error)}` } as const
          })
          if (reply.kind === 'none') return reply.reason === undefined ? null : { none: reply.reason }
          if (reply.kind !== 'image') throw new PluginFailure(`${who} ${wordsOf(reply)}`)
          const { kind: _, ...image } = reply
          return image
        },

        async close() {
          if (guest) await leave(guest)
        },
      }
    },
  }
}

function wordsOf(reply: Reply): string {
  return 'words' in reply ? reply.words : 'gave another answer than it was asked for'
}

/** The same, or the signal's reason as soon as nobody waits for it any more. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason as Error)
    if (signal.aborted) return leave()
    setMaxListeners(0, signal)
    signal.addEventListener('abort', leave)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
