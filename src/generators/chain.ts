import type { Generator, GeneratorContribution, GeneratorPerson, Options, PluginFetch } from '@avatarctl/sdk'
import { AppError, messageOf } from '../errors.ts'
import type { Chain } from '../ports.ts'
import type { ChainAnswer, GeneratorPass } from '../records.ts'
import { revealed, type Secret } from '../secret.ts'
import { askOne, failed } from './ask-one.ts'
import { canonicalOptions, fingerprintOf } from './fingerprint.ts'
import { openFailure } from './open-failure.ts'
import { askedTogether, type Preference, preferredPhoto } from './preferred-photo.ts'

/** One generator of a chain with its options; its code is loaded with the first question. */
export interface ChainLink {
  generator: Pick<GeneratorContribution, 'id' | 'produces' | 'revision' | 'everyRun'>
  options: Options
  /** What it signs in with. */
  secrets?: Readonly<Record<string, Secret>>
  /** Who has to be named for what it makes with these options. */
  credit?: string | undefined
  /** Asks whom this generator may ask. */
  fetch: PluginFetch
  activate(): Promise<Generator>
}

type Question = Parameters<Chain['ask']>[1]

/** What a failure means: this person is left out, or the next generator is asked. */
export type OnFailure = 'skip' | 'next'

/** How a chain is made. */
export interface ChainRules {
  signal: AbortSignal
  /** Default `skip`: a failed look-up ends the question and is reported, and never turns into a different avatar. */
  onFailure?: OnFailure
  /** With `next`: throws for an image that nothing can be made of. */
  mustBeUsable?: (bytes: Uint8Array, produces: 'artwork' | 'photo') => Promise<unknown>
  /**
   * Default `first`: in order. Otherwise all photos are compared, where the first generator of photos stands; artwork keeps its
   * place.
   */
  prefer?: Preference
  /** Pixels of the smaller side of a photo; for `largest`. */
  sideOf?: (bytes: Uint8Array) => Promise<number>
  /** Called once all generators are closed. */
  close?: () => Promise<void>
}

/**
 * Makes a chain: generators are asked in order, the first image wins. Whoever failed before, or had none and said why, is
 * named in the answer.
 */
export function makeChain(
  links: readonly ChainLink[],
  {
    signal: run,
    onFailure = 'skip',
    mustBeUsable,
    prefer = 'first',
    sideOf = () => Promise.resolve(0),
    close,
  }: ChainRules,
): Chain {
  const opened = links.map((link) => ({
    ...link,
    canonical: canonicalOptions(link.options),
    opening: undefined as Promise<Generator> | undefined,
  }))
  const stations = askedTogether(opened, prefer)

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

  /** What one link has; `current` where it is the one of the present picture, and nothing that this follows from has changed. */
  async function askLink(link: (typeof opened)[number], person: GeneratorPerson, question: Question) {
    const { size, signal, until, everybody } = question
    const { id, produces, revision, everyRun } = link.generator
    const fingerprint = fingerprintOf(link.generator, person, link.canonical, size)
    if (until?.generator === id && until.fingerprint === fingerprint && !everyRun)
      return { kind: 'current' } as const
    // A generator that cannot be loaded concerns everybody and is thrown; an answer that fails, one person.
    const generator = await (link.opening ??= open(link))
    const fetch = endingWith(signal, link.fetch)
    const { options } = link
    const answer = await askOne(generator, id, { person, size, options, fetch, signal, everybody })
    if (answer.kind !== 'image') return answer
    const unusable = onFailure === 'next' ? await faultOf(mustBeUsable?.(answer.bytes, produces)) : undefined
    if (unusable !== undefined) return failed(id, `${id} made an image that cannot be used: ${unusable}`)
    const credit = link.credit === undefined ? {} : { credit: link.credit }
    return { ...answer, ...credit, produces, revision, fingerprint, options: link.canonical }
  }

  return {
    generators: links.map(({ generator: { id, produces } }) => ({ id, produces })),

    async ask(person, { until, ...question }) {
      const failures: (ChainAnswer & { kind: 'failed' })[] = []
      const passes: GeneratorPass[] = []
      for (const together of stations) {
        const images = []
        for (const link of together) {
          const answer = await askLink(
            link,
            person,
            together.length === 1 && until ? { ...question, until } : question,
          )
          if (answer.kind === 'current') return answer
          if (answer.kind === 'failed') {
            question.signal.throwIfAborted()
            if (onFailure === 'skip') return answer
            failures.push(answer)
          }
          if (answer.kind === 'none' && answer.reason !== undefined)
            passes.push({ generator: link.generator.id, reason: answer.reason })
          if (answer.kind === 'image') images.push(answer)
        }
        const image = await preferredPhoto(images, prefer, sideOf)
        if (!image) continue
        return {
          ...image,
          ...(failures.length > 0 && {
            failures: failures.map(({ generator, message }) => ({ generator, message })),
          }),
          ...(passes.length > 0 && { passed: passes }),
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
