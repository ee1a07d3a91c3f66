import type { DirectoryContext } from '@avatarctl/sdk'
import { messageOf } from '../../../errors.ts'
import { type Opened, openedIn } from './answers.ts'
import type { DirectoryConversation, DirectoryReply } from './conversation.ts'
import { directoryDeaths } from './deaths.ts'
import { brokenDirectory, callFailure, directoryFailure, openingFailure } from './failure.ts'
import type { DirectoryCall } from './messages.ts'
import type { HostLimits } from '../limits.ts'

/** A directory that is to run in a host. */
export interface DirectoryToOpen {
  /** "acme of the plugin acme 1.0.0" */
  who: string
  module: string
  limits: HostLimits
  start(): DirectoryConversation
}

/** How a call is made. */
interface Calling {
  signal: AbortSignal
  body?: Uint8Array
  /** What was begun is told to its end, also when nobody wants it any more. */
  toTheEnd?: boolean
  /** Only there: it belongs to what that process knows. */
  in?: DirectoryConversation
}

/** A directory that is open, in one process after the other. */
export interface DirectoryLife {
  opened: Opened
  /** Throws a `DirectoryError`, an `AppError` once that call is given up, or the signal's reason. */
  call(call: DirectoryCall, person: string, how: Calling): Promise<DirectoryReply & { kind: 'answer' }>
  /** The process that is there now, for the kind of call that comes next. */
  conversation(next: DirectoryCall['name'], person?: string): Promise<DirectoryConversation>
  close(): Promise<void>
}

const writes: readonly DirectoryCall['name'][] = ['writePhoto', 'removePhoto']

/**
 * Opens a directory in `first`, and again in a fresh process after each death. Throws an `AppError` where it cannot be
 * opened, and what the directory throws where it has reasons of its own.
 */
export async function directoryLife(
  { who, module, limits, start }: DirectoryToOpen,
  context: DirectoryContext,
  first: DirectoryConversation,
): Promise<DirectoryLife> {
  const deaths = directoryDeaths(who, limits.inARow)
  let there = first
  const opened = await open(first)
  let ready: Promise<Opened> = Promise.resolve(opened)
  let closing: Promise<void> | undefined

  async function open(conversation: DirectoryConversation): Promise<Opened> {
    const { options, secrets, stateFolder, signal, tokens } = context
    const hasTokens = tokens !== undefined
    try {
      conversation.serve(context)
      const reply = await conversation.ask(
        (id) => ({ type: 'open-directory', id, module, options, secrets, stateFolder, hasTokens }),
        { ms: limits.openMs, signal, isForLife: true },
      )
      if (reply.kind !== 'answer') throw openingFailure(who, 'opened', reply)
      return whatOpened(reply.value)
    } catch (error) {
      await conversation.end()
      throw error
    }
  }

  function whatOpened(value: unknown): Opened {
    try {
      return openedIn(value)
    } catch (error) {
      throw brokenDirectory(who, 'opened', `it gave ${messageOf(error)}`)
    }
  }

  /** The same directory in a fresh process; what it cannot do once it has been open is its trouble, and may pass. */
  async function reopen(conversation: DirectoryConversation): Promise<Opened> {
    const again = await open(conversation).catch((error: unknown) => {
      if (typeof (error as { kind?: unknown }).kind === 'string' || context.signal.aborted) throw error
      throw directoryFailure('unavailable', messageOf(error))
    })
    const { service, account } = again.identity
    if (service === opened.identity.service && account === opened.identity.account) return again
    await conversation.end()
    throw directoryFailure('unusable', `${who} is another directory each time when it is opened`)
  }

  async function conversation(name: DirectoryCall['name'], person = ''): Promise<DirectoryConversation> {
    if (closing) throw new Error(`${who} was asked after it was closed`)
    deaths.mustGoOn(name)
    if (there.isOver) {
      there = start()
      ready = reopen(there)
    }
    const current = there
    try {
      await ready
    } catch (error) {
      deaths.lost({ name, person, there: current, isAlone: false, words: 'could not be opened again' })
      throw error
    }
    return current
  }

  return {
    ...{ opened, conversation },

    async call(call, person, { signal, in: only, ...how }) {
      signal.throwIfAborted()
      const current = only ?? (await conversation(call.name, person))
      const reply = await current.ask((id) => ({ type: 'call', id, call }), {
        ...{ ms: limits.questionMs, signal },
        ...how,
      })
      const isLost = reply.kind === 'lost'
      const loss = isLost && { name: call.name, person, there: current, ...reply }
      const mayAskAgain = loss ? deaths.lost(loss) : true
      if (!isLost) deaths.answered(call.name, person)
      if (reply.kind === 'answer') return reply
      throw callFailure(who, reply, writes.includes(call.name) ? 'unknown' : 'not-applied', mayAskAgain)
    },

    close() {
      return (closing ??= (async () => {
        const isOpen = await ready.then(
          () => !there.isOver,
          () => false,
        )
        if (!isOpen) return
        const reply = await there.ask((id) => ({ type: 'call', id, call: { name: 'close' } }), {
          ms: limits.closeMs,
        })
        await there.end()
        if (reply.kind !== 'answer')
          context.warn(`${callFailure(who, reply, 'not-applied', false).message}, when it was closed`)
      })())
    },
  }
}
