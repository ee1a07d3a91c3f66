import type {
  Directory,
  DirectoryIdentity,
  GeneratorPerson,
  NoPhoto,
  OutgoingPhoto,
  Person,
  Photo,
  PhotoLimits,
} from '@avatarctl/sdk'

/** A directory without its writing half: what `plan` and every listing are given. */
export type DirectoryReader = Pick<
  Directory,
  'identity' | 'limits' | 'can' | 'check' | 'people' | 'person' | 'readPhoto'
>

/** Names a directory in the ledger, whatever a connection is called. */
export function directoryKey(identity: DirectoryIdentity): string {
  return `${identity.service}:${identity.account}`
}

declare const verified: unique symbol

/**
 * Proof that what stood in a directory is safe: its bytes were stored, synced, read back, hashed and decoded, or the
 * directory positively said that there was nothing. Only the vault makes one, and the writer checks at run time that
 * it did, so that neither a forgotten call nor a cast gets a write through.
 */
export interface VerifiedOriginal {
  readonly [verified]: true
  readonly directory: string
  readonly person: string
  /** SHA-256 of the bytes in hex; `null` where there was no photo. */
  readonly sha256: string | null
  /** The directory's version of that photo; `null` where there was none. */
  readonly version: string | null
  readonly mediaType: string | null
  readonly name: string | null
  readonly bytes: number
  /** ISO 8601, UTC. */
  readonly savedAt: string
}

/** The only way to a directory's writing half. */
export interface PhotoWriter {
  /**
   * Waits for its turn, then looks whether the photo still is the verified original.
   * Throws `DirectoryError` `changed` when it is not.
   */
  admit(person: Person, original: VerifiedOriginal, signal: AbortSignal): Promise<Admission>
}

/** Leave to change one person's photo once. */
export interface Admission {
  write(photo: OutgoingPhoto): Promise<void>
  remove(): Promise<void>
}

/** The store of originals. */
export interface Originals {
  /** Makes `found` safe. Throws `AppError` when the vault cannot be written; any other throw concerns this person. */
  keep(person: Person, found: Photo | NoPhoto): Promise<VerifiedOriginal>
  /** The bytes of an original, hashed again; throws `AppError` `vault-damaged` when they are not what was stored. */
  read(sha256: string): Promise<Uint8Array>
}

/** What a directory showed for a person before a change. */
export interface StoredOriginal {
  id: number
  person: string
  sha256: string | null
  mediaType: string | null
  name: string | null
  version: string | null
  bytes: number
  savedAt: string
  run: string
}

/** What was put up, and from what, so that the next run knows its own pictures and which are out of date. */
export interface OwnPicture {
  /** SHA-256 of what was sent. */
  sha256: string
  /** SHA-256 of what the generator answered with. */
  source: string
  generator: string
  produces: 'artwork' | 'photo'
  /** Follows from generator, revision, seed, name, options and size. */
  fingerprint: string
  size: number
  /** The generator's options as JSON. */
  options: string
}

/** How a person's photo stands with us. */
export type Standing =
  /** We put it up. `before` is the original that stood before the present unbroken series of our writes. */
  | ({ standing: 'own'; version: string; before: number } & OwnPicture)
  /** A person chose it, by `upload` or `restore`; `sync` leaves them out until they are named. */
  | { standing: 'restored'; version: string | null }

/** States of one change, in the order in which they are reached. */
export type ChangeState = 'planned' | 'saved' | 'sending' | 'confirmed' | 'failed' | 'unknown'

/** What becomes of a person's standing when a change is confirmed. */
export type NextStanding = ({ standing: 'own' } & OwnPicture) | { standing: 'restored' }

/** A change that an earlier run left open. */
export interface OpenChange {
  id: number
  run: string
  person: string
  state: ChangeState
  /** SHA-256 of what stood there; `null` for no photo; undefined while nothing was saved. */
  beforeSha256: string | null | undefined
  /** SHA-256 of what was sent; `null` for a removal. */
  sentSha256: string | null
  beforeVersion: string | null
}

/** How a run ended. */
export type RunOutcome = 'done' | 'some-failed' | 'stopped' | 'interrupted'

/** A run as the ledger keeps it. */
export interface RunRecord {
  id: string
  directory: string
  command: string
  startedAt: string
  /** `null` while it runs, or when it died. */
  finishedAt: string | null
  outcome: RunOutcome | null
  changes: { confirmed: number; failed: number; unknown: number; open: number }
}

/** A change as the ledger keeps it. */
export interface ChangeRecord {
  id: number
  run: string
  person: Pick<Person, 'id' | 'name' | 'email' | 'extension'>
  action: Action
  reason: string
  generator: string | null
  state: ChangeState
  before: StoredOriginal | null
  sentSha256: string | null
  error: { code: string; message: string } | null
  updatedAt: string
}

/** What was done, and which pictures are our own: the reading half, scoped to one directory. */
export interface LedgerReader {
  standing(person: string): Standing | undefined
  /** Everybody whose photo is our own now. */
  owned(): string[]
  original(id: number): StoredOriginal | undefined
  /** Confirmed changes of a run of this directory, oldest first; undefined when there is no such run. */
  confirmedIn(run: string): { person: string; original: number }[] | undefined
  /** For each person changed after `time` (ISO 8601): the original that stood there at that time. */
  standingAt(time: string): { person: string; original: number }[]
}

/** The writing half. Every promise resolves once the fact is on disk. */
export interface Ledger extends LedgerReader {
  begin(command: string): Promise<string>
  finish(run: string, outcome: RunOutcome): Promise<void>
  /** Records the intent of every change, before anything is done; answers with their ids, in order. */
  planned(run: string, changes: readonly Change[]): Promise<number[]>
  saved(change: number, original: VerifiedOriginal, run: string): Promise<number>
  /** What goes out, and what it makes of the person's standing when it arrives. */
  sending(change: number, sentSha256: string | null, next: NextStanding): Promise<void>
  confirmed(change: number, version: string | null): Promise<void>
  failed(change: number, error: { code: string; message: string }): Promise<void>
  unknown(change: number, error: { code: string; message: string }): Promise<void>
  /** Remembers an original that was stored for its own sake. */
  backedUp(original: VerifiedOriginal, run: string): Promise<void>
  open(): OpenChange[]
}

/** An original as `vault list` shows it. */
export type VaultEntry = StoredOriginal & { directory: string }

/** Something wrong in the vault. */
export interface VaultProblem {
  sha256: string | null
  message: string
  /** Whose original it is, where that is known. */
  people: { directory: string; person: string }[]
}

/** The whole vault, all directories, for reading only. */
export interface VaultReader extends Disposable {
  runs(): RunRecord[]
  /** Throws `AppError` `wrong-use` when there is no such run. */
  run(id: string): { run: RunRecord; changes: Iterable<ChangeRecord> }
  originals(): Iterable<VaultEntry>
  /** Checks that every original is there and has its size; with `readData` hashes every byte of it. */
  verify(options: {
    readData: boolean
    step(): void
  }): Promise<{ originals: number; bytes: number; problems: VaultProblem[] }>
}

/** What may be done to a person's photo. */
export type Action = 'create' | 'replace' | 'refresh' | 'remove' | 'skip' | 'backup'

/** One planned change and why. */
export interface Change {
  person: Person
  action: Action
  /** A short sentence for people. */
  reason: string
  generator: string | null
  before: { state: 'present' | 'missing' | 'unknown'; sha256: string | null; version: string | null }
  /** A photo that a person chose gives way: asks for a confirmation. */
  overHuman: boolean
  /** Why the person cannot be served; the change is then not carried out. */
  error?: { code: string; message: string }
}

/** What was sent, as reports show it. */
export interface AfterPhoto {
  sha256: string
  mediaType: string
  width: number
  height: number
  bytes: number
  version: string | null
}

/** How a change ended. */
export interface ChangeResult {
  change: Change
  outcome: 'planned' | 'done' | 'failed' | 'skipped' | 'unknown'
  after: AfterPhoto | null
  error: { code: string; message: string } | null
}

/** A chain's answer for one person. */
export type ChainAnswer =
  | {
      kind: 'image'
      generator: string
      produces: 'artwork' | 'photo'
      revision: number
      fingerprint: string
      /** As JSON. */
      options: string
      bytes: Uint8Array
      label?: string
    }
  | { kind: 'none' }
  /** Nothing better than what is there: `until` was reached and its fingerprint is still the same. */
  | { kind: 'current' }
  | { kind: 'failed'; generator: string; message: string }

/** Generators in order of preference. */
export interface Chain extends AsyncDisposable {
  readonly generators: readonly { id: string; produces: 'artwork' | 'photo' }[]
  /** Asks one after the other; the first image wins, a failure ends the question. */
  ask(
    person: GeneratorPerson,
    question: { size: number; signal: AbortSignal; until?: { generator: string; fingerprint: string } },
  ): Promise<ChainAnswer>
}

/** From what a generator returns to a photo that a directory takes. */
export interface Darkroom {
  develop(
    image: Uint8Array,
    wish: {
      size: number
      limits: PhotoLimits
      produces: 'artwork' | 'photo'
      stamp: { generator: string; revision: number; fingerprint: string }
    },
  ): Promise<OutgoingPhoto & { sha256: string; width: number; height: number }>
  /** The same as a file, without limits and without our mark. Throws when `svg` is wished for and there is none. */
  print(
    image: Uint8Array,
    wish: { size: number; format: 'png' | 'jpeg' | 'svg' },
  ): Promise<{ bytes: Uint8Array; mediaType: string; width: number; height: number }>
  /** What a picture is, from its header; null when it is none that we know. */
  inspect(bytes: Uint8Array): Promise<{ mediaType: string; width: number; height: number } | null>
  /** SHA-256 in hex. */
  hash(bytes: Uint8Array): string
  /** The fingerprint in our mark, when the picture carries it unharmed. */
  stampOf(bytes: Uint8Array): { generator: string; fingerprint: string } | null
}

/**
 * What a picture of a person follows from: generator, revision, seed, name, options (JSON) and size. Undefined when
 * that generator is not installed.
 */
export type Fingerprint = (
  generator: string,
  person: GeneratorPerson,
  options: string,
  size: number,
) => string | undefined

/** Told as a run goes on. */
export interface Progress {
  /** A new stretch of work; `total` is undefined while it is not known. */
  phase(title: string, total?: number): void
  step(): void
}

/** A folder that images are put into. */
export interface Output {
  /** Puts one image there under a name made from `id`; answers with its path. Throws `AppError`. */
  write(id: string, image: { bytes: Uint8Array; mediaType: string }): Promise<string>
}

/** One file of `generate`, as the JSON contract has it. */
export interface GeneratedFile {
  person: { id: string; name: string | null }
  generator: string
  /** The letters drawn, where there are any. */
  label: string | null
  path: string
  mediaType: string
  width: number
  height: number
  bytes: number
  sha256: string
}
