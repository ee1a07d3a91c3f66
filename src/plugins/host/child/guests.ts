import { AsyncLocalStorage } from 'node:async_hooks'
import { pathToFileURL } from 'node:url'
import type { Generator } from '@avatarctl/sdk'
import type { ToHost } from '../messages.ts'
import type { guardedFetch } from './guarded-fetch.ts'
import { pictureMessage } from './picture.ts'
import type { Say } from './speech.ts'
import { stackOf, wordsOf } from './words.ts'

/** As it is before a plugin can put something else in its place. */
const print = process.stderr.write.bind(process.stderr)

type Question = ToHost & { type: 'open' | 'ask' | 'close' }

/** The plugin's generators, and the questions that they are working at. */
export function guests(say: Say, fetches: ReturnType<typeof guardedFetch>) {
  const generators = new Map<string, Generator>()
  /** One for each question that is being worked at, and for as long as a generator is open. */
  const signals = new Map<number, AbortController>()
  const unanswered = new Set<number>()
  const whose = new AsyncLocalStorage<number>()

  async function open({ id, module, options, secrets }: ToHost & { type: 'open' }): Promise<void> {
    const { default: generator } = (await import(pathToFileURL(module).href)) as {
      default?: Partial<Generator>
    }
    if (typeof generator?.generate !== 'function') {
      answer(id, () =>
        say({ type: 'failed', id, message: 'has no generator as the default export of its module' }),
      )
      return
    }
    await generator.open?.({ options, secrets, fetch: fetches.forQuestion(id), signal: signalOf(id) })
    generators.set(module, generator as Generator)
    answer(id, () => say({ type: 'done', id }))
  }

  async function ask(message: ToHost & { type: 'ask' }): Promise<void> {
    const { id, module, person, seed, size, options } = message
    const request = { person, seed, size, options, fetch: fetches.forQuestion(id), signal: signalOf(id) }
    const picture = pictureMessage(id, await generators.get(module)?.generate(request))
    answer(id, () => say(picture.message, picture.body))
    signals.delete(id)
  }

  async function close({ id, module }: ToHost & { type: 'close' }): Promise<void> {
    await generators.get(module)?.close?.()
    answer(id, () => say({ type: 'done', id }))
  }

  function signalOf(id: number): AbortSignal {
    const controller = new AbortController()
    signals.set(id, controller)
    return controller.signal
  }

  /** Only the first answer to a question counts. */
  function answer(id: number, give: () => void): void {
    if (unanswered.delete(id)) give()
  }

  function fail(id: number, error: unknown): void {
    signals.delete(id)
    answer(id, () => {
      // For its author, who sees with --debug what was printed. First: who has the answer may end this process.
      print(`${stackOf(error)}\n`)
      say({ type: 'failed', id, message: `failed: ${wordsOf(error)}` })
    })
  }

  return {
    onQuestion(message: Question): void {
      const { id } = message
      unanswered.add(id)
      whose.run(id, () => {
        const work =
          message.type === 'open' ? open(message) : message.type === 'ask' ? ask(message) : close(message)
        work.catch((error: unknown) => fail(id, error))
      })
    },

    cancel(id: number): void {
      say({ type: 'cancelled', id })
      const reason = new DOMException('the answer is no longer wanted', 'AbortError')
      whose.run(id, () => signals.get(id)?.abort(reason))
    },

    /** Something was thrown where nobody catches it: the question that it belongs to has failed, if it is still open. */
    onStray(error: unknown): void {
      const id = whose.getStore()
      if (id !== undefined && unanswered.has(id)) fail(id, error)
      else print(`Not caught: ${stackOf(error)}\n`)
    },
  }
}
