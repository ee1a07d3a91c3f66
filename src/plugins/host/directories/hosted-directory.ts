import type {
  Directory,
  DirectoryContext,
  DirectoryPlugin,
  OutgoingPhoto,
  Person,
  Turn,
  WriteCondition,
} from '@avatarctl/sdk'
import { messageOf } from '../../../errors.ts'
import { batchIn, originsIn, personIn, photoIn, turnIn } from './answers.ts'
import type { DirectoryConversation } from './conversation.ts'
import { brokenDirectory, directoryFailure, openingFailure } from './failure.ts'
import { directoryLife, type DirectoryToOpen } from './life.ts'

/**
 * A directory that stands for the one in the host. Its module is imported there at once, to be asked for its origins.
 * Throws an `AppError` when it cannot be loaded.
 */
export async function hostedDirectory(
  there: DirectoryToOpen,
  options: DirectoryContext['options'],
): Promise<DirectoryPlugin> {
  const { who, module, limits, start } = there
  let first: DirectoryConversation | undefined = start()
  const question = (id: number) => ({ type: 'origins', id, module, options }) as const
  const reply = await first.ask(question, { ms: limits.openMs })
  if (reply.kind !== 'answer') {
    await first.end()
    throw openingFailure(who, 'loaded', reply)
  }
  const origins = checked(reply.value, originsIn, (words) =>
    brokenDirectory(who, 'loaded', `it gave ${words}`),
  )
  return {
    origins: () => origins,
    open(context) {
      const begin = first ?? start()
      first = undefined
      return openHosted(there, context, begin)
    },
  }
}

async function openHosted(
  there: DirectoryToOpen,
  context: DirectoryContext,
  first: DirectoryConversation,
): Promise<Directory> {
  const { who } = there
  const life = await directoryLife(there, context, first)
  const { identity, limits, can, removes, givesTurns, knowsMe } = life.opened
  const lent = new WeakMap<Turn, { number: number; there: DirectoryConversation }>()
  let lists = 0

  const read = <T>(value: unknown, as: (value: unknown) => T) =>
    checked(value, as, (words) => directoryFailure('rejected', `${who} gave ${words}`))

  /** Gives the turn back in every case, which does nothing where it was used up. */
  async function withTurn(
    { ifVersion, turn, signal }: WriteCondition,
    write: (
      condition: { ifVersion: string | null; turn?: number },
      how: { signal: AbortSignal },
    ) => Promise<unknown>,
  ): Promise<void> {
    const known = turn && lent.get(turn)
    try {
      if (turn && (!known || known.there.isOver)) {
        const words = 'the turn for this write was used or given back, or lost with the process of'
        throw directoryFailure('unavailable', `${words} ${who}`)
      }
      await write({ ifVersion, ...(known ? { turn: known.number } : {}) }, { signal })
    } finally {
      turn?.release()
    }
  }

  async function* people(signal: AbortSignal): AsyncGenerator<Person> {
    signal.throwIfAborted()
    const list = ++lists
    const conversation = await life.conversation('people')
    try {
      for (let isFirst = true; ; isFirst = false) {
        const how = { signal, in: conversation }
        const { value } = await life.call({ name: 'people', list, isFirst }, '', how)
        const batch = read(value, batchIn)
        for (const person of batch.people) {
          signal.throwIfAborted()
          yield person
        }
        if (batch.isDone) return
      }
    } finally {
      conversation.tell({ type: 'leave', list })
    }
  }

  return {
    ...{ identity, limits, can },
    people: ({ signal }) => people(signal),
    async check(purpose, signal) {
      await life.call({ name: 'check', purpose }, '', { signal })
    },
    async person(id, signal) {
      const { value } = await life.call({ name: 'person', person: id }, id, { signal })
      const person = read(value, personIn)
      if (person.id === id) return person
      throw directoryFailure('rejected', `${who} gave another person than it was asked for`)
    },
    ...(knowsMe && {
      async me(signal: AbortSignal): Promise<Person> {
        const { value } = await life.call({ name: 'me' }, '', { signal })
        return read(value, personIn)
      },
    }),
    async readPhoto(person, signal) {
      const { value, body } = await life.call({ name: 'readPhoto', person }, person.id, { signal })
      return read(value, (one) => photoIn(one, body))
    },
    ...(givesTurns && {
      async writeTurn(what: 'photo' | 'removal', signal: AbortSignal): Promise<Turn> {
        const conversation = await life.conversation('writeTurn')
        const how = { signal, in: conversation, toTheEnd: true }
        const { value } = await life.call({ name: 'writeTurn', what }, '', how)
        const { turn: number, group } = read(value, turnIn)
        const turn: Turn = {
          group,
          release() {
            if (lent.delete(turn)) conversation.tell({ type: 'release', turn: number })
          },
        }
        lent.set(turn, { number, there: conversation })
        return turn
      },
    }),
    writePhoto: (person: Person, { bytes, ...photo }: OutgoingPhoto, condition) =>
      withTurn(condition, (of, how) =>
        life.call({ name: 'writePhoto', person, photo, ...of }, person.id, {
          ...how,
          body: bytes,
          toTheEnd: true,
        }),
      ),
    ...(removes && {
      removePhoto: (person: Person, condition: WriteCondition) =>
        withTurn(condition, (of, how) =>
          life.call({ name: 'removePhoto', person, ...of }, person.id, { ...how, toTheEnd: true }),
        ),
    }),
    close: () => life.close(),
  }
}

/** What was answered, as what it should be, or the error that its words make. */
function checked<T>(value: unknown, as: (value: unknown) => T, complain: (words: string) => Error): T {
  try {
    return as(value)
  } catch (error) {
    throw complain(messageOf(error))
  }
}
