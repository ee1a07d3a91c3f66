import { pathToFileURL } from 'node:url'
import type { Generator } from '@avatarctl/sdk'
import type { ToHost } from '../messages.ts'
import type { guardedFetch } from './guarded-fetch.ts'
import { pictureMessage } from './picture.ts'
import type { Questions } from './questions.ts'
import type { Say } from './speech.ts'
import { everybodysFailure } from './everybodys-failure.ts'
import { print, stackOf, wordsOf } from './words.ts'

type Question = ToHost & { type: 'open' | 'ask' | 'close' }

/** The plugin's generators, and what they answer. */
export function guests(
  say: Say,
  { answer, begin, forget, signalOf }: Questions,
  fetches: ReturnType<typeof guardedFetch>,
) {
  const generators = new Map<string, Generator>()

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
    forget(id)
  }

  async function close({ id, module }: ToHost & { type: 'close' }): Promise<void> {
    await generators.get(module)?.close?.()
    answer(id, () => say({ type: 'done', id }))
  }

  return {
    onQuestion(message: Question): void {
      const { id } = message
      const work = () =>
        message.type === 'open' ? open(message) : message.type === 'ask' ? ask(message) : close(message)
      begin(id, work, (error) => {
        // For its author, who sees with --debug what was printed. First: who has the answer may end this process.
        print(stackOf(error))
        const everybody = message.type === 'open' ? everybodysFailure(error) : undefined
        say({ type: 'failed', id, message: `failed: ${wordsOf(error)}`, ...(everybody && { everybody }) })
      })
    },
  }
}
