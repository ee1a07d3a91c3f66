import type { Options, OutgoingPhoto, Person } from '@avatarctl/sdk'
import type { ToldError } from '../told-error.ts'

/** What a directory in a plugin host is asked, once it is open. */
export type DirectoryCall =
  | { name: 'check'; purpose: 'read' | 'write' }
  /** The next people of a list, which begins with its first question. Answered with a `PeopleBatch`. */
  | { name: 'people'; list: number; isFirst: boolean }
  | { name: 'person'; person: string }
  | { name: 'me' }
  /** The bytes are the body of the answer. */
  | { name: 'readPhoto'; person: Person }
  | { name: 'writeTurn'; what: 'photo' | 'removal' }
  /** The bytes come with it. */
  | {
      name: 'writePhoto'
      person: Person
      photo: Omit<OutgoingPhoto, 'bytes'>
      ifVersion: string | null
      turn?: number
    }
  | { name: 'removePhoto'; person: Person; ifVersion: string | null; turn?: number }
  | { name: 'close' }

/** Some people of a list, as many as were there soon and fit into one message. */
export interface PeopleBatch {
  people: unknown[]
  isDone: boolean
}

/**
 * What the tool says to a plugin host about a directory, besides what it says to generators' hosts. `id` is the number
 * of a question, `errand` that of something that the plugin has its pace do, `turn` that of leave for one request.
 */
export type ToDirectory =
  /** Answered with the origins that it asks. */
  | { type: 'origins'; id: number; module: string; options: Options }
  | {
      type: 'open-directory'
      id: number
      module: string
      options: Options
      secrets: Record<string, string>
      stateFolder: string
      /** Whether it may ask for tokens. */
      hasTokens: boolean
    }
  | { type: 'call'; id: number; call: DirectoryCall }
  /** Nobody wants the rest of a list. */
  | { type: 'leave'; list: number }
  /** A turn that the directory has given is not used. */
  | { type: 'release'; turn: number }
  /** It is this errand's turn: send the request, once. Answered with `went` or `fell`. */
  | { type: 'go'; errand: number }
  /** What was answered last is the answer; for a turn that was asked for, its number. */
  | { type: 'paced'; errand: number; turn?: number }
  | { type: 'refused'; errand: number; error: ToldError }
  /** What it is told for a `want-token`. */
  | { type: 'token'; want: number; token: string }
  | { type: 'no-token'; want: number; error: ToldError }

/** What a plugin host says of a directory; none of it is to be trusted. */
export type FromDirectory =
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'failed'; id: number; error: ToldError }
  | { type: 'cancelled'; id: number }
  | { type: 'warn'; sentence: string }
  /** A request wants to be sent in its turn, or with the one that it has. */
  | { type: 'send'; errand: number; group: string; turn?: number }
  | { type: 'reserve'; errand: number; group: string }
  | { type: 'went'; errand: number; status: number; headers: [string, string][] }
  | { type: 'fell'; errand: number; error: ToldError }
  /** It is not waited for any longer. */
  | { type: 'abandon'; errand: number }
  | { type: 'release'; turn: number }
  /** An access token of the session; `refused` is one that was not accepted. */
  | { type: 'want-token'; want: number; refused?: string }
