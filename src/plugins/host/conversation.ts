import { setMaxListeners } from 'node:events'
import type { GeneratorContext, GeneratorRequest, PluginFetch } from '@avatarctl/sdk'
import { fetchService } from './fetch-service.ts'
import { readFromHost } from './from-host.ts'
import { startHostProcess } from './host-process.ts'
import type { HostLimits } from './limits.ts'
import type { EverybodysFailure, FromHost, ToHost } from './messages.ts'
import { ownTime } from './own-time.ts'

/** What comes of a question. The words go on where "robots of the plugin acme 1.0.0" ends. */
export type Reply =
  | { kind: 'image'; bytes: Uint8Array; label?: string; modified?: string }
  | { kind: 'none'; reason?: string }
  | { kind: 'done' }
  /** `everybody`: what it says itself where nobody can be served. */
  | { kind: 'failed'; words: string; everybody?: EverybodysFailure }
  /** It goes on working, but has no answer to this. */
  | { kind: 'silent'; words: string }
  /** The process died or had to be ended; `isCulprit` when nobody but this question can have been the reason. */
  | { kind: 'lost'; words: string; isCulprit: boolean }

/** Questions to the generators of one plugin, in one process. */
export interface Conversation {
  /** Imports the module and opens its generator; does nothing the second time. */
  open(module: string, context: GeneratorContext): Promise<Reply>
  /** Rejects with the signal's reason when the answer is no longer wanted. */
  ask(module: string, request: GeneratorRequest): Promise<Reply>
  close(module: string): Promise<Reply>
  end(): Promise<void>
  /** Whether nothing can be asked any more. */
  readonly isOver: boolean
}

interface Question {
  awaits: 'done' | 'picture'
  fetch: PluginFetch
  over: AbortController
  isLate: boolean
  settle(reply: Reply): void
}

const tooLarge = 'could not be asked: there is more to say than fits into one message'

/** Starts a process of its own for a plugin. `onPrinted` is given what it has printed, at the end. */
export function converse({
  entry,
  limits,
  onPrinted,
}: {
  entry: string
  limits: HostLimits
  onPrinted(text: string): void
}): Conversation {
  const open = new Map<number, Question>()
  /** No longer wanted, and still being worked at for all we know. */
  const dropped = new Set<number>()
  const ended = new AbortController()
  const openings = new Map<string, Promise<Reply>>()
  const time = ownTime()
  let last = 0
  let asked = 0
  let wasStuck = false
  let reason = ''

  const host = startHostProcess({
    ...{ entry, memoryBytes: limits.memoryBytes, onOver },
    onFrame: (frame) => onMessage(readFromHost(frame), frame.body),
  })
  const fetches = fetchService(host)

  function onMessage(message: FromHost, body: Uint8Array): void {
    if (message.type === 'abort') return fetches.abort(message.fetch)
    const question = open.get(message.id)
    if (message.type === 'fetch') {
      return fetches.begin(message, body, question && { fetch: question.fetch, signal: question.over.signal })
    }
    if (message.type === 'cancelled') {
      if (question?.isLate) question.settle({ kind: 'silent', words: late(question) })
      return
    }
    if (!question) {
      if (dropped.delete(message.id)) return
      throw new TypeError('an answer to a question that nobody has asked')
    }
    const isPicture = message.type === 'image' || message.type === 'none'
    if (message.type === 'failed') {
      const { message: words, everybody } = message
      return question.settle({ kind: 'failed', words, ...(everybody && { everybody }) })
    }
    if (isPicture !== (question.awaits === 'picture')) throw new TypeError('an answer to another question')
    if (message.type === 'done') return question.settle({ kind: 'done' })
    if (message.type === 'none') {
      const { reason } = message
      return question.settle({ kind: 'none', ...(reason !== undefined && { reason }) })
    }
    const { label, modified } = message
    question.settle({
      ...{ kind: 'image', bytes: body },
      ...(label !== undefined && { label }),
      ...(modified !== undefined && { modified }),
    })
  }

  function onOver(words: string, printed: string): void {
    fetches.abortAll()
    reason = words
    ended.abort()
    // It may have been broken by what another question has left behind, unless there never was another one.
    const isFresh = asked <= 1 && openings.size <= 1
    const isCulprit = open.size === 1 && dropped.size === 0 && (isFresh || wasStuck)
    for (const question of [...open.values()]) question.settle({ kind: 'lost', words, isCulprit })
    if (printed !== '') onPrinted(printed)
  }

  const late = ({ awaits }: Question) =>
    `did not answer within ${(awaits === 'picture' ? limits.questionMs : limits.openMs) / 1000} s`

  function put(
    message: (id: number) => ToHost,
    { ms, ...rest }: { awaits: Question['awaits']; ms: number; fetch: PluginFetch; signal?: AbortSignal },
  ): Promise<Reply> {
    const id = ++last
    const { signal } = rest
    return new Promise((resolve, reject) => {
      let grace: NodeJS.Timeout | undefined
      const inTime = time.after(ms, beLate)
      // What a service takes, or how long it asks to be left alone, is not the plugin's doing.
      const fetch: PluginFetch = (input, init) => time.during(rest.fetch(input, init))
      const question: Question = { ...rest, fetch, over: new AbortController(), isLate: false, settle }

      function settle(reply: Reply): void {
        leave()
        if (reply.kind === 'silent') dropped.add(id)
        resolve(reply)
      }
      function leave(): void {
        inTime()
        clearTimeout(grace)
        signal?.removeEventListener('abort', drop)
        open.delete(id)
        question.over.abort()
      }
      function drop(): void {
        leave()
        dropped.add(id)
        host.send({ type: 'cancel', id })
        reject(signal?.reason as Error)
      }
      function beLate(): void {
        inTime()
        question.isLate = true
        host.send({ type: 'cancel', id })
        grace = setTimeout(() => {
          wasStuck = true
          void host.end(late(question))
        }, limits.graceMs)
      }

      if (host.isOver) {
        inTime()
        void host.end('has ended').then(() => resolve({ kind: 'lost', words: reason, isCulprit: false }))
        return
      }
      open.set(id, question)
      if (signal) setMaxListeners(0, signal)
      signal?.addEventListener('abort', drop)
      try {
        host.send(message(id))
      } catch {
        settle({ kind: 'failed', words: tooLarge })
      }
    })
  }

  return {
    open(module, { options, secrets, fetch, signal }) {
      let opening = openings.get(module)
      if (!opening) {
        const message = (id: number): ToHost => {
          // What was opened is not given up with it, only told.
          setMaxListeners(0, signal)
          signal.addEventListener('abort', () => host.send({ type: 'cancel', id }), { signal: ended.signal })
          return { type: 'open', id, module, options, secrets }
        }
        opening = put(message, { awaits: 'done', ms: limits.openMs, fetch })
        openings.set(module, opening)
      }
      return opening
    },

    async ask(module, { person, seed, size, options, fetch, signal }) {
      signal.throwIfAborted()
      asked += 1
      const message = (id: number): ToHost => ({ type: 'ask', id, module, person, seed, size, options })
      return put(message, { awaits: 'picture', ms: limits.questionMs, fetch, signal })
    },

    close(module) {
      openings.delete(module)
      return put((id) => ({ type: 'close', id, module }), {
        ...{ awaits: 'done', ms: limits.closeMs },
        fetch: () => Promise.reject(new Error('it is being closed')),
      })
    },

    end: () => host.end('was ended'),
    get isOver() {
      return host.isOver
    },
  }
}
