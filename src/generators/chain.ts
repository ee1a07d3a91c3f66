import type { Generator, GeneratorContribution, GeneratorPerson, Options, PluginFetch } from '@avatarctl/sdk'
import { AppError, messageOf, PluginFailure } from '../errors.ts'
import type { Chain } from '../ports.ts'
import type { ChainAnswer } from '../records.ts'
import { redacted } from '../redaction.ts'
import { canonicalOptions, fingerprintOf } from './fingerprint.ts'
import { seedOf } from './seed.ts'

/** One generator of a chain with its options; its code is loaded with the first question. */
export interface ChainLink {
  generator: Pick<GeneratorContribution, 'id' | 'produces' | 'revision'>
  options: Options
  /** Who has to be named for what it makes with these options. */
  credit?: string | undefined
  /** Asks whom this generator may ask. */
  fetch: PluginFetch
  activate(): Promise<Generator>
}

/** What a failure means: this person is left out, or the next generator is asked. */
export type OnFailure = 'skip' | 'next'

/** How a chain is made. */
export interface ChainRules {
  signal: AbortSignal
  /** Default `skip`: a failed look-up ends the question and is reported, and never turns into a different avatar. */
  onFailure?: OnFailure
  /** With `next`: throws for an image that nothing can be made of. */
  mustBeUsable?: (bytes: Uint8Array, produces: 'artwork' | 'photo') => Promise<unknown>
  /** Called once all generators are closed. */
  close?: () => Promise<void>
}

/** Makes a chain: generators are asked in order, the first image wins. Whoever failed before is named in the answer. */
export function makeChain(
  links: readonly ChainLink[],
  { signal: run, onFailure = 'skip', mustBeUsable, close }: ChainRules,
): Chain {
  const opened = links.map((link) => ({
    ...link,
    canonical: canonicalOptions(link.options),
    opening: undefined as Promise<Generator> | undefined,
  }))

  async function open(link: ChainLink): Promise<Generator> {
    const generator = await link.activate()
    const fetch = endingWith(run, link.fetch)
    await generator.open?.({ options: link.options, secrets: {}, fetch, signal: run })
    return generator
  }

  return {
    generators: links.map(({ generator: { id, produces } }) => ({ id, produces })),

    async ask(person, { size, signal, until }) {
      const failures: (ChainAnswer & { kind: 'failed' })[] = []
      for (const link of opened) {
        const { id, produces, revision } = link.generator
        const fingerprint = fingerprintOf(link.generator, person, link.canonical, size)
        if (until?.generator === id && until.fingerprint === fingerprint) return { kind: 'current' }
        // A generator that cannot be loaded concerns everybody and is thrown; an answer that fails, one person.
        const generator = await (link.opening ??= open(link))
        const fetch = endingWith(signal, link.fetch)
        let answer = await askOne(generator, id, { person, size, options: link.options, fetch, signal })
        if (onFailure === 'next' && answer.kind === 'image') {
          const unusable = await faultOf(mustBeUsable?.(answer.bytes, produces))
          if (unusable !== undefined)
            answer = failed(id, `${id} made an image that cannot be used: ${unusable}`)
        }
        if (answer.kind === 'failed') {
          signal.throwIfAborted()
          if (onFailure === 'skip') return answer
          failures.push(answer)
        }
        if (answer.kind === 'image') {
          const before = failures.length > 0 && {
            failures: failures.map(({ generator, message }) => ({ generator, message })),
          }
          const credit = link.credit === undefined ? {} : { credit: link.credit }
          return { ...answer, ...credit, produces, revision, fingerprint, options: link.canonical, ...before }
        }
      }
      // Nobody knows whether who failed would have had one.
      return failures[0] ?? { kind: 'none' }
    },

    async [Symbol.asyncDispose]() {
      try {
        for (const { opening } of opened) {
          const generator = await opening?.catch(() => undefined)
          await generator?.close?.()
        }
      } finally {
        await close?.()
      }
    },
  }
}

/** A request ends with the question that it is for, also where a generator does not say so. */
function endingWith(signal: AbortSignal, fetch: PluginFetch): PluginFetch {
  return (input, init) => fetch(input, input instanceof Request ? init : { signal, ...init })
}

const failed = (generator: string, message: string) =>
  ({ kind: 'failed', generator, message: redacted(message) }) as const

/** What was thrown, in words; undefined where nothing was. */
async function faultOf(work: Promise<unknown> | undefined): Promise<string | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

async function askOne(
  generator: Generator,
  id: string,
  question: {
    person: GeneratorPerson
    size: number
    options: Options
    signal: AbortSignal
    fetch: PluginFetch
  },
): Promise<
  | { kind: 'image'; generator: string; bytes: Uint8Array; label?: string }
  | Extract<ChainAnswer, { kind: 'none' | 'failed' }>
> {
  try {
    const image = await generator.generate({ ...question, seed: seedOf(question.person) })
    if (image === null) return { kind: 'none' }
    if (!(image.bytes instanceof Uint8Array) || image.bytes.length === 0)
      return failed(id, `${id} answered with no image`)
    const label = typeof image.label === 'string' ? { label: image.label } : {}
    return { kind: 'image', generator: id, bytes: image.bytes, ...label }
  } catch (error) {
    return failed(id, error instanceof PluginFailure ? error.message : `${id} failed: ${messageOf(error)}`)
  }
}

/** Reads `a,b,c`. Throws `AppError` `wrong-use`. */
export function parseChain(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim())
  if (ids.some((id) => id === ''))
    throw new AppError('wrong-use', `"${text}" is not a chain of generators`, {
      hint: 'For example -g initials, or -g identicon,initials.',
    })
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice) throw new AppError('wrong-use', `${twice} stands twice in the chain ${text}`)
  return ids
}
