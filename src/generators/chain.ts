import type { Generator, GeneratorContribution, Options, PluginFetch } from '@avatarctl/sdk'
import { AppError, messageOf } from '../errors.ts'
import type { Chain } from '../ports.ts'
import type { ChainAnswer, GeneratorPass } from '../records.ts'
import { revealed, type Secret } from '../secret.ts'
import { askOne, failed } from './ask-one.ts'
import { canonicalOptions, fingerprintOf } from './fingerprint.ts'
import { openFailure } from './open-failure.ts'

/** One generator of a chain with its options; its code is loaded with the first question. */
export interface ChainLink {
  generator: Pick<GeneratorContribution, 'id' | 'produces' | 'revision'>
  options: Options
  /** What it signs in with. */
  secrets?: Readonly<Record<string, Secret>>
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

/**
 * Makes a chain: generators are asked in order, the first image wins. Whoever failed before, or had none and said why, is
 * named in the answer.
 */
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
    const secrets = revealed(link.secrets ?? {})
    try {
      await generator.open?.({ options: link.options, secrets, fetch, signal: run })
    } catch (error) {
      throw openFailure(link.generator.id, error)
    }
    return generator
  }

  return {
    generators: links.map(({ generator: { id, produces } }) => ({ id, produces })),

    async ask(person, { size, signal, until }) {
      const failures: (ChainAnswer & { kind: 'failed' })[] = []
      const passes: GeneratorPass[] = []
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
        if (answer.kind === 'none' && answer.reason !== undefined)
          passes.push({ generator: id, reason: answer.reason })
        if (answer.kind === 'image') {
          const before = {
            ...(failures.length > 0 && {
              failures: failures.map(({ generator, message }) => ({ generator, message })),
            }),
            ...(passes.length > 0 && { passed: passes }),
          }
          const credit = link.credit === undefined ? {} : { credit: link.credit }
          return { ...answer, ...credit, produces, revision, fingerprint, options: link.canonical, ...before }
        }
      }
      // Nobody knows whether who failed would have had one.
      return failures[0] ?? { kind: 'none', ...(passes.length > 0 && { passed: passes }) }
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

/** What was thrown, in words; undefined where nothing was. */
async function faultOf(work: Promise<unknown> | undefined): Promise<string | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    return messageOf(error)
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
