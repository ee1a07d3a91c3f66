import { setMaxListeners } from 'node:events'
import type { DirectoryContext, PluginFetch } from '@avatarctl/sdk'
import type { FromDirectory, ToDirectory } from './messages.ts'
import { fetchService } from '../fetch-service.ts'
import { directoryFrameLimits } from '../frames.ts'
import { readFromDirectory } from './from-host.ts'
import { startHostProcess } from '../host-process.ts'
import type { HostLimits } from '../limits.ts'
import type { PluginRequest } from '../messages.ts'
import { ownTime } from '../own-time.ts'
import { paceService } from './pace-service.ts'
import type { ToldError } from '../told-error.ts'
import { tokenService } from './token-service.ts'

/** What comes of a question to a directory. */
export type DirectoryReply =
  | { kind: 'answer'; value: unknown; body: Uint8Array }
  | { kind: 'failed'; error: ToldError }
  /** It is larger than a message may be. */
  | { kind: 'too-large' }
  /** The process died or had to be ended. The words go on where "acme of the plugin acme 1.0.0" ends. */
  | { kind: 'lost'; words: string; isAlone: boolean }

/** How a question is put. */
export interface Asking {
  /** How much of its own time the plugin may take, in milliseconds. */
  ms: number
  signal?: AbortSignal
  /** What is begun has to be told to its end, also when nobody wants it any more: rejects with no signal's reason. */
  toTheEnd?: boolean
  /** What is answered lives on: it is told of the signal also afterwards. */
  isForLife?: boolean
  body?: Uint8Array
}

/** Questions to one directory, in one process. */
export interface DirectoryConversation {
  /** Rejects with the signal's reason when the answer is no longer wanted. */
  ask(message: (id: number) => ToDirectory, how: Asking): Promise<DirectoryReply>
  tell(message: ToDirectory): void
  /** What the directory may use from now on. */
  serve(context: Pick<DirectoryContext, 'fetch' | 'pace' | 'tokens' | 'warn'>): void
  end(): Promise<void>
  /** Whether nothing can be asked any more. */
  readonly isOver: boolean
}

/** Nobody reads more. */
const mostWarnings = 1000

/** Starts a process of its own for a directory. `onPrinted` is given what the plugin has printed, at the end. */
export function converseWithDirectory({
  entry,
  limits,
  onPrinted,
}: {
  entry: string
  limits: HostLimits
  onPrinted(text: string): void
}): DirectoryConversation {
  const open = new Map<number, (reply: DirectoryReply) => void>()
  /** No longer wanted, and still being worked at for all we know. */
  const dropped = new Set<number>()
  const over = new AbortController()
  const time = ownTime()
  setMaxListeners(0, over.signal)
  let last = 0
  let reason = ''
  let warned = 0
  let fetch: PluginFetch | undefined
  let paces: ReturnType<typeof paceService> | undefined
  let tokens: ReturnType<typeof tokenService> | undefined
  let warn: (sentence: string) => void = () => undefined

  const host = startHostProcess({
    ...{ entry, memoryBytes: limits.memoryBytes, frames: directoryFrameLimits, onOver },
    // Where the user is: a path that they give is meant from there.
    cwd: process.cwd(),
    onFrame: (frame) => onMessage(readFromDirectory(frame), frame.body),
  })
  const fetches = fetchService(host, directoryFrameLimits)

  function onMessage(message: FromDirectory | PluginRequest, body: Uint8Array): void {
    switch (message.type) {
      case 'abort':
        return fetches.abort(message.fetch)
      case 'fetch':
        return fetches.begin(message, body, fetch && { fetch, signal: over.signal })
      case 'cancelled':
        return
      case 'warn':
        if (warned++ < mostWarnings) warn(message.sentence)
        return
      case 'answer':
      case 'failed': {
        const settle = open.get(message.id)
        if (!settle && !dropped.delete(message.id)) throw new TypeError('an answer to no question')
        const { type: kind } = message
        return settle?.(
          kind === 'answer' ? { kind, value: message.value, body } : { kind, error: message.error },
        )
      }
      case 'want-token':
        if (!tokens) throw new TypeError('a wish for a token before the directory is opened')
        return tokens.onWant(message)
      default:
        if (!paces) throw new TypeError('an errand before the directory is opened')
        return paces.onWord(message)
    }
  }

  function onOver(words: string, printed: string): void {
    reason = words
    over.abort()
    fetches.abortAll()
    paces?.end(new Error(`the process of the plugin ${words}`))
    const isAlone = open.size === 1
    for (const settle of [...open.values()]) settle({ kind: 'lost', words, isAlone })
    if (printed !== '') onPrinted(printed)
  }

  return {
    ask(message, { ms, signal, toTheEnd = false, isForLife = false, body }) {
      const id = ++last
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        if (host.isOver) {
          const lost = () => resolve({ kind: 'lost', words: reason, isAlone: false })
          return void host.end('has ended').then(lost)
        }
        const done = time.after(ms, () => void host.end(`did not answer within ${ms / 1000} s`))
        function leave(): void {
          done()
          if (!isForLife) signal?.removeEventListener('abort', drop)
          open.delete(id)
        }
        function settle(reply: DirectoryReply): void {
          leave()
          resolve(reply)
        }
        function drop(): void {
          host.send({ type: 'cancel', id })
          if (toTheEnd || !open.has(id)) return
          leave()
          dropped.add(id)
          reject(signal?.reason as Error)
        }
        open.set(id, settle)
        if (signal) setMaxListeners(0, signal)
        signal?.addEventListener('abort', drop, isForLife ? { signal: over.signal } : {})
        try {
          host.send(message(id), body)
        } catch {
          settle({ kind: 'too-large' })
        }
      })
    },

    tell: (message) => host.send(message),

    serve(context) {
      fetch = (input, init) => time.during(context.fetch(input, init))
      paces = paceService(host, context.pace, time)
      tokens = tokenService(host, context.tokens, time)
      warn = context.warn
    },

    end: () => host.end('was ended'),
    get isOver() {
      return host.isOver
    },
  }
}
