import type { Options, PluginFetch } from './generator.ts'
import type { Person } from './person.ts'
import type { Pace, Turn } from './pace.ts'
import type { NoPhoto, OutgoingPhoto, Photo } from './photo.ts'

/** What a directory is, whatever name the user gave the connection: service and account. */
export interface DirectoryIdentity {
  /** E.g. `ringcentral`, `folder`. */
  service: string
  /** The service's own id of the account; for a folder, its real path. */
  account: string
}

/** What a directory accepts as a photo. */
export interface PhotoLimits {
  /** Accepted media types, the preferred one first. */
  mediaTypes: readonly string[]
  maxBytes: number
  /** Width times height. */
  maxPixels: number
  /** Width and height in pixels that look best there. */
  preferredSize: number
}

/** What a directory can do. */
export interface DirectoryAbilities {
  read: boolean
  write: boolean
  remove: boolean
  /** What is served differs from what was sent, though it is the same picture. */
  reencodes: boolean
  /** `ifVersion` is honoured by the service itself. */
  conditionalWrite: boolean
  /** `people()` gives the version of each photo. */
  versionInList: boolean
}

/**
 * Why a directory refused.
 *
 * `unauthorised` and `forbidden` concern everybody and end a run (but see `mayBePersonal`); what concerns one person is
 * `rejected`. `changed`
 * means that the photo is no longer the one named by `ifVersion`.
 */
export type DirectoryErrorKind =
  | 'throttled'
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'rejected'
  | 'unavailable'
  | 'changed'
  /** The configuration or a file of the user's is wrong; the message says which and what to do. */
  | 'unusable'

/**
 * Every failure of a directory. A plain `Error` with these properties (no class of ours is needed):
 * `throw Object.assign(new Error(text), { kind: 'rejected', outcome: 'not-applied' })`.
 */
export interface DirectoryError extends Error {
  kind: DirectoryErrorKind
  /** The service's own code, e.g. `ACT-334`. */
  code?: string
  /** What the user can do about it, in one sentence. */
  hint?: string
  retryAfterMs?: number
  /** A `forbidden` that services say in the same words of one person and of everybody. */
  mayBePersonal?: boolean
  /** `unknown`: a write may or may not have taken effect, and has to be looked at before anything else is done. */
  outcome: 'not-applied' | 'unknown'
}

/** Which people are wanted; a directory may filter by itself what it can, and yield more than was asked for. */
export interface PeopleQuery {
  signal: AbortSignal
}

/** One directory, opened. */
export interface Directory {
  readonly identity: DirectoryIdentity
  readonly limits: PhotoLimits
  readonly can: DirectoryAbilities
  /** Throws when reading, or (with `write`) writing, is not going to work for anybody. Changes nothing. */
  check(purpose: 'read' | 'write', signal: AbortSignal): Promise<void>
  /** Everybody, as a stream; ids are unique. */
  people(query: PeopleQuery): AsyncIterable<Person>
  /** One person, as the list would give them now. Throws `not-found`. */
  person(id: string, signal: AbortSignal): Promise<Person>
  /**
   * Who is signed in, as `person` would give them now; absent where nobody signs in. It has to work for somebody who may see
   * nobody else, as do `person`, `readPhoto`, the writes and `check` for somebody who has asked for nobody but this one.
   */
  me?(signal: AbortSignal): Promise<Person>
  /** The photo as served, or the directory's positive word that there is none. Throws when in doubt. */
  readPhoto(person: Person, signal: AbortSignal): Promise<Photo | NoPhoto>
  /**
   * Reserves the next write of a photo or the next removal, where the service limits them: the photo is looked at once more between this, which may
   * take minutes, and the write.
   */
  writeTurn?(what: 'photo' | 'removal', signal: AbortSignal): Promise<Turn>
  /**
   * Puts a photo up. With `ifVersion` it must fail with `changed` when the photo is known not to be that one any
   * more; `null` there means "none yet".
   */
  writePhoto(person: Person, photo: OutgoingPhoto, condition: WriteCondition): Promise<void>
  /** Takes the photo away. Absent where the service has no such call. */
  removePhoto?(person: Person, condition: WriteCondition): Promise<void>
  close?(): Promise<void>
}

/** On what a write depends. */
export interface WriteCondition {
  /** The version that is to be replaced; `null` when there was no photo. */
  ifVersion: string | null
  signal: AbortSignal
  /** What `writeTurn` gave; it is used up or given back. */
  turn?: Turn
}

/** The session of a sign-in through the browser. The tool keeps and renews it, for all its processes together. */
export interface Tokens {
  /**
   * An access token that is good for a while yet; ask for it again with every request. `refused` is one that the service has
   * not accepted: it is renewed, unless that was done meanwhile.
   *
   * Throws a `DirectoryError`: `unauthorised` where the user has to sign in anew, `unavailable` where the service does not
   * answer. Hand it on.
   */
  current(refused?: string): Promise<string>
}

/** What a directory is opened with. */
export interface DirectoryContext {
  options: Options
  secrets: Record<string, string>
  /** Of the sign-in through the browser, where the manifest has one and this is a connection of the user's. */
  tokens?: Tokens
  fetch: PluginFetch
  /** Through which every request goes to a service that limits them. */
  pace: Pace
  signal: AbortSignal
  /** A folder for what this directory keeps on this machine; it is made by who writes into it. */
  stateFolder: string
  /** One sentence for the user about something that was tolerated, e.g. a row that was passed over. */
  warn(sentence: string): void
}

/** The default export of the module that a directory contribution names. */
export interface DirectoryPlugin {
  /**
   * Which origins it asks, given its options; none for a directory that stays on this machine, and
   * `http://127.0.0.1:*` for one that starts a server of its own here.
   */
  origins?(options: Options): readonly string[]
  open(context: DirectoryContext): Promise<Directory>
}
