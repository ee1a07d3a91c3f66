import { types } from 'node:util'
import { pathToFileURL } from 'node:url'
import type { Directory, DirectoryPlugin, Person, WriteCondition } from '@avatarctl/sdk'
import type { DirectoryCall, FromDirectory, ToDirectory } from '../directories/messages.ts'
import { directoryFrameLimits } from '../frames.ts'
import { tellError } from '../told-error.ts'
import type { guardedFetch } from './guarded-fetch.ts'
import { paced } from './paced.ts'
import { peopleList } from './people-list.ts'
import type { Questions } from './questions.ts'
import type { Say } from './speech.ts'
import { wantedTokens } from './wanted-tokens.ts'
import { turns as makeTurns } from './turns.ts'
import { print, stackOf } from './words.ts'

interface Answer {
  value?: unknown
  body?: Uint8Array
}

/** The plugin's directory, of which there is one to a process. */
export function directoryGuest(
  say: Say,
  { answer, begin, forget, signalOf }: Questions,
  fetches: ReturnType<typeof guardedFetch>,
) {
  const turns = makeTurns(say)
  const { pace, onWord } = paced(say, turns)
  const { tokens, onToken } = wantedTokens(say)
  const lists = new Map<number, ReturnType<typeof peopleList>>()
  let opened: Directory | undefined

  async function open(message: ToDirectory & { type: 'open-directory' }): Promise<Answer> {
    const { id, module, options, secrets, stateFolder, hasTokens } = message
    const fetch = fetches.forQuestion(id, directoryFrameLimits)
    const warn = (sentence: unknown) => say({ type: 'warn', sentence: String(sentence).slice(0, 2000) })
    const plugin = await load(module)
    opened = await plugin.open({
      ...{ options, secrets, stateFolder, fetch, pace, warn },
      ...(hasTokens ? { tokens } : {}),
      signal: signalOf(id),
    })
    const { identity, limits, can } = opened
    const removes = typeof opened.removePhoto === 'function'
    const givesTurns = typeof opened.writeTurn === 'function'
    const knowsMe = typeof opened.me === 'function'
    return { value: { identity, limits: finite(limits), can, removes, givesTurns, knowsMe } }
  }

  async function call(id: number, asked: DirectoryCall, body: Uint8Array): Promise<Answer> {
    if (!opened) throw new Error('it was asked before it was opened')
    const signal = signalOf(id)
    const condition = (of: { ifVersion: string | null; turn?: number }): WriteCondition => {
      const turn = of.turn === undefined ? undefined : turns.takeBack(of.turn)
      return { ifVersion: of.ifVersion, signal, ...(turn ? { turn } : {}) }
    }
    switch (asked.name) {
      case 'check':
        await opened.check(asked.purpose, signal)
        return {}
      case 'people':
        return { value: await nextPeople(opened, asked, signal) }
      case 'person':
        return { value: await opened.person(asked.person, signal) }
      case 'me':
        return { value: await opened.me?.(signal) }
      case 'readPhoto':
        return await readPhoto(opened, asked.person, signal)
      case 'writeTurn': {
        const turn = await opened.writeTurn?.(asked.what, signal)
        if (typeof turn?.release !== 'function') throw new TypeError('it gave no turn')
        return { value: turns.lend(turn) }
      }
      case 'writePhoto':
        await opened.writePhoto(asked.person, { ...asked.photo, bytes: body }, condition(asked))
        return {}
      case 'removePhoto':
        await opened.removePhoto?.(asked.person, condition(asked))
        return {}
      case 'close':
        await opened.close?.()
        return {}
    }
  }

  async function nextPeople(
    directory: Directory,
    { list: number, isFirst }: DirectoryCall & { name: 'people' },
    signal: AbortSignal,
  ) {
    if (isFirst) lists.set(number, peopleList(directory))
    const list = lists.get(number)
    if (!list) throw new Error('there is no such list')
    signal.addEventListener('abort', () => list.stop(signal.reason))
    return await list.batch()
  }

  /** What does not fit, or cannot be put into JSON, fails its question and nothing else. */
  function sayOrFail(message: FromDirectory & { type: 'answer' }, body: Uint8Array | undefined): void {
    try {
      say(message, body)
    } catch (error) {
      const told =
        error instanceof RangeError ? new RangeError('its answer does not fit into a message') : error
      say({ type: 'failed', id: message.id, error: tellError(told) })
    }
  }

  return {
    onWord,
    onToken,

    onQuestion(
      message: ToDirectory & { type: 'origins' | 'open-directory' | 'call' },
      body: Uint8Array,
    ): void {
      const { id } = message
      const work = async (): Promise<Answer> => {
        if (message.type === 'open-directory') return await open(message)
        if (message.type === 'call') return await call(id, message.call, body)
        return { value: (await load(message.module)).origins?.(message.options) ?? [] }
      }
      const give = async (): Promise<void> => {
        const { value = null, body: bytes } = await work()
        answer(id, () => sayOrFail({ type: 'answer', id, value }, bytes))
        if (message.type !== 'open-directory') forget(id)
      }
      begin(id, give, (error) => {
        const told = tellError(error)
        // What a directory refuses in the port's words is no mistake of its author's.
        if (told.kind === undefined) print(stackOf(error))
        say({ type: 'failed', id, error: told })
      })
    },

    leave(number: number): void {
      const list = lists.get(number)
      lists.delete(number)
      // Whoever does not want the rest does not want to know how it ended, either.
      list?.leave().catch(() => undefined)
    },

    release(number: number): void {
      turns.takeBack(number)?.release()
    },
  }
}

async function load(module: string): Promise<DirectoryPlugin> {
  const { default: plugin } = (await import(pathToFileURL(module).href)) as { default?: DirectoryPlugin }
  if (typeof plugin?.open !== 'function') throw new Error('its module has no directory as its default export')
  return plugin
}

async function readPhoto(directory: Directory, person: Person, signal: AbortSignal): Promise<Answer> {
  const photo = await directory.readPhoto(person, signal)
  if (photo.state !== 'present') return { value: photo }
  const { bytes, ...rest } = photo
  if (!types.isUint8Array(bytes)) throw new TypeError('it gave a photo whose bytes are no Uint8Array')
  const most = directoryFrameLimits.bodyBytes
  if (bytes.byteLength > most) throw new RangeError(`it gave a photo of more than ${most / 2 ** 20} MB`)
  return { value: rest, body: bytes }
}

/** JSON knows no infinity. */
function finite(limits: Directory['limits']): Directory['limits'] {
  const bounded = Object.entries(limits).map(([name, value]) => [
    name,
    value === Infinity ? Number.MAX_SAFE_INTEGER : (value as unknown),
  ])
  return Object.fromEntries(bounded) as Directory['limits']
}
