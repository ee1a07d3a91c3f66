import type { GeneratorOpenError, GeneratorPerson, Options } from '@avatarctl/sdk'
import type { ToldError } from './told-error.ts'

/** What the tool says to a plugin host. `id` is the number of a question, `fetch` that of a request of the plugin. */
export type ToHost =
  /** Import a module, once, and open its generator. Answered with `done`. */
  | {
      type: 'open'
      id: number
      module: string
      options: Options
      secrets: Record<string, string>
    }
  | {
      type: 'ask'
      id: number
      module: string
      person: GeneratorPerson
      seed: string
      size: number
      options: Options
    }
  /** Answered with `done`. */
  | { type: 'close'; id: number; module: string }
  /** The answer is no longer wanted. Answered at once with `cancelled`, by whoever is not stuck. */
  | { type: 'cancel'; id: number }
  /** The body comes with it. */
  | {
      type: 'response'
      fetch: number
      status: number
      statusText: string
      url: string
      headers: [string, string][]
    }
  | { type: 'no-response'; fetch: number; error: ToldError }

/** What a plugin host answers. None of it is to be trusted: the plugin can write to the same pipe. */
export type FromHost =
  /** The bytes of the image are the body. */
  | { type: 'image'; id: number; label?: string; modified?: string }
  /** `reason` goes on where "robots has none: " ends, where the plugin says why. */
  | { type: 'none'; id: number; reason?: string }
  | { type: 'done'; id: number }
  /** `message` goes on where "robots of the plugin acme 1.0.0" ends: "failed: no answer". */
  | { type: 'failed'; id: number; message: string; everybody?: EverybodysFailure }
  | { type: 'cancelled'; id: number }
  | PluginRequest

/** What a generator says of itself when it cannot be opened, in its own words: a `GeneratorOpenError`. */
export interface EverybodysFailure {
  kind: GeneratorOpenError['kind']
  message: string
  hint?: string
}

export const openErrorKinds = ['unauthorised', 'unavailable', 'unusable'] as const

/** What any plugin has the tool fetch. */
export type PluginRequest =
  /** The body of the request comes with it. `id` is the question that it is made for. */
  | {
      type: 'fetch'
      id: number
      fetch: number
      url: string
      method: string
      headers: [string, string][]
      redirect: 'follow' | 'error' | 'manual'
    }
  | { type: 'abort'; fetch: number }

/** The letters of a picture, and no story. */
export const maxLabelLength = 100

/** A time. */
export const maxTimeLength = 40

/** What the plugin says of its own failure, or of why it has none, is cut to so many characters. */
export const maxWords = 300
