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
import type { Secret } from './secret.ts'
import type {
  AddedPlugin,
  ChainAnswer,
  Change,
  ChangeRecord,
  ChangeResult,
  ListedPerson,
  NewConnection,
  NextStanding,
  OpenChange,
  PluginOffer,
  RunOutcome,
  RunRecord,
  SecretPlace,
  Standing,
  StoredOriginal,
  KnownPerson,
  Prunable,
  VaultEntry,
} from './records.ts'

/** A directory without its writing half: what `plan` and every listing are given. */
export type DirectoryReader = Pick<
  Directory,
  'identity' | 'limits' | 'can' | 'check' | 'people' | 'person' | 'me' | 'readPhoto'
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
  /** What of ours stood there; `null` for what somebody else had put up. */
  readonly own: 'artwork' | 'photo' | null
}

/** What is noted with an original, so that a lost ledger can be made anew. */
export interface KeepNote {
  own: 'artwork' | 'photo' | null
  /** What is about to take its place; nothing for a backup. */
  then?: NextStanding
}

/** The only way to a directory's writing half. */
export interface PhotoWriter {
  /**
   * Waits for its turn, then looks whether the photo still is the verified original.
   * Throws `DirectoryError` `changed` when it is not.
   */
  admit(
    person: Person,
    original: VerifiedOriginal,
    way: {
      /** What it is for. */
      what: 'photo' | 'removal'
      signal: AbortSignal
      /** Ends the waiting for its turn, and the look; what follows is not ended. */
      stop?: AbortSignal
    },
  ): Promise<Admission>
}

/** Leave to change one person's photo once. */
export interface Admission {
  write(photo: OutgoingPhoto): Promise<void>
  remove(): Promise<void>
  /** Gives it back unused. */
  decline(): void
}

/** The store of originals. */
export interface Originals {
  /** Makes `found` safe. Throws `AppError` when the vault cannot be written; any other throw concerns this person. */
  keep(person: Person, found: Photo | NoPhoto, note: KeepNote): Promise<VerifiedOriginal>
  /** The bytes of an original, hashed again; throws `AppError` `vault-damaged` when they are not what was stored. */
  read(sha256: string): Promise<Uint8Array>
}

/** What was done, and which pictures are our own: the reading half, scoped to one directory. */
export interface LedgerReader {
  standing(person: string): Standing | undefined
  /** Everybody whose photo is our own now. */
  owned(): string[]
  original(id: number): StoredOriginal | undefined
  /**
   * Confirmed changes of a run of this directory, oldest first; undefined when there is no such run. `uploaded`: it put up
   * a photo of the user's own, and we have done nothing for that person since.
   */
  confirmedIn(run: string): { person: string; original: number; uploaded: boolean }[] | undefined
  /** SHA-256 of what we sent last, where that is shown in this version. */
  sentAs(person: string, version: string): string | undefined
  /** SHA-256 of an original that was stored when a person's photo had that version. */
  hashOf(person: string, version: string): string | undefined
  /** For each person changed after `time` (ISO 8601): the original that stood there at that time. */
  standingAt(time: string): { person: string; original: number }[]
}

/** What photos of one directory hash to, so that none is read again for its hash alone. */
export interface PhotoHashes {
  /** SHA-256 in hex of the photo that a person has in that version; undefined where nobody has read it yet. */
  of(person: string, version: string): string | undefined
  note(person: Person, version: string, sha256: string): void
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
  backedUp(original: VerifiedOriginal, person: Person, run: string): Promise<void>
  open(): OpenChange[]
  /** Changes of the last day that were sent and not seen to arrive, with nothing done for the person since. */
  lost(): OpenChange[]
  /** The change, not seen to arrive, in which these very bytes were sent to a person. */
  lostAs(person: string, sha256: string): number | undefined
}

/** The whole vault, all directories, for reading only. */
export interface VaultReader extends Disposable {
  runs(): RunRecord[]
  /** Throws `AppError` `wrong-use` when there is no such run. */
  run(id: string): { run: RunRecord; changes: Iterable<ChangeRecord> }
  originals(): Iterable<VaultEntry>
  /** The bytes of an original, hashed; throws `AppError` `vault-damaged` when they are not what was stored. */
  read(sha256: string): Promise<Uint8Array>
}

/** The whole vault, held for oneself: no run works meanwhile. */
export interface VaultKeeper {
  /** Throws `AppError` `vault-damaged` when something is missing or cannot be read: nothing may be deleted then. */
  mustBeSound(): Promise<void>
  /** What is not needed any more, and was stored before `time` (ISO 8601). */
  prunable(time: string): Promise<Prunable>
  /** Notes in the list of originals that these bytes are given up. */
  strike(hashes: ReadonlySet<string>): Promise<void>
  /** Notes it in the ledger. */
  markPruned(hashes: ReadonlySet<string>): Promise<void>
  /** Deletes originals; one that is gone already is no failure. */
  eraseOriginals(hashes: ReadonlySet<string>): Promise<void>
  eraseStrays(strays: Prunable['strays']): Promise<void>

  /** Everybody of whom something is known under that id, e-mail or extension. */
  find(key: string): KnownPerson[]
  /** Originals that nobody else has. */
  onlyOf(person: KnownPerson): Promise<ReadonlySet<string>>
  /** Forgets what their photos hash to. */
  dropHashes(person: KnownPerson): Promise<void>
  /** Takes a person out of the list of originals. */
  dropFromList(person: KnownPerson): Promise<void>
  /** Takes a person out of the ledger, and out of every copy of it. What was done stays, without saying to whom. */
  dropFromLedger(person: KnownPerson): Promise<void>
}

/** Generators in order of preference. */
export interface Chain extends AsyncDisposable {
  readonly generators: readonly { id: string; produces: 'artwork' | 'photo' }[]
  /** Asks one after the other; the first image wins, and a failure ends the question unless the next is to be used. */
  ask(
    person: GeneratorPerson,
    question: {
      size: number
      signal: AbortSignal
      until?: { generator: string; fingerprint: string }
      /** Lists everybody of the directory once more, where that can be done. */
      everybody?: (() => AsyncIterable<GeneratorPerson>) | undefined
    },
  ): Promise<ChainAnswer>
}

/** What the mark of a picture says of it. */
export interface PictureFacts {
  generator: string
  revision: number
  fingerprint: string
  /** Who has to be named for the artwork. */
  credit?: string
}

/**
 * How a square is made of what is not square: the part that catches the eye, the middle, the top (where the face of a
 * portrait is), or all of it with the rest left to the background.
 */
export type Crop = 'attention' | 'centre' | 'top' | 'contain'

/** How a photo is made of an image. */
export interface PhotoLook {
  /** Default: `attention` for photos, `centre` for artwork. */
  crop?: Crop | undefined
  /** What lies under what is transparent: a CSS colour. Default: white for photos; artwork stays as it is. */
  background?: string | undefined
}

/** A photo that is ready to go out. */
export type DevelopedPhoto = OutgoingPhoto & {
  sha256: string
  width: number
  height: number
  /** Width and height in pixels of a source so small that the photo is blurred. */
  small?: number
}

/** From what a generator returns to a photo that a directory takes. */
export interface Darkroom {
  /**
   * A photo of the user's own: what fits the limits already is passed on byte for byte, whatever its size, and only what is
   * said beside the picture is taken out of the file; everything else is made anew. It gets no mark of ours. Throws with the
   * reason.
   */
  normalise(
    image: Uint8Array,
    wish: PhotoLook & { size: number; limits: PhotoLimits },
  ): Promise<DevelopedPhoto>
  develop(
    image: Uint8Array,
    wish: PhotoLook & {
      size: number
      limits: PhotoLimits
      produces: 'artwork' | 'photo'
      stamp: PictureFacts
    },
  ): Promise<DevelopedPhoto>
  /** The same as a file, without limits. Throws when `svg` is wished for and there is none. */
  print(
    image: Uint8Array,
    wish: {
      size: number
      format: 'png' | 'jpeg' | 'svg'
      produces: 'artwork' | 'photo'
      stamp: PictureFacts
    },
  ): Promise<{ bytes: Uint8Array; mediaType: string; width: number; height: number }>
  /** What a picture is, from its header; null when it is none that we know. */
  inspect(bytes: Uint8Array): Promise<{ mediaType: string; width: number; height: number } | null>
  /** Whether both show the same, pixel by pixel, however they are written. */
  samePicture(one: Uint8Array, other: Uint8Array): Promise<boolean>
  /** Whether the whole image can be decoded. */
  decodes(bytes: Uint8Array): Promise<boolean>
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
  /** One more is done: who, where that is worth a word. */
  step(who?: string): void
}

/** What a directory's limit holds up. */
export interface Wait {
  /** What the directory allows, e.g. "RingCentral allows 10 uploads a minute". */
  reason: string
  /** How long the next request waits, in milliseconds. */
  ms: number
  /** How long it takes until so many more have been sent, in milliseconds, as seen from when it is called. */
  left(count: number): number
  /** Each photo takes exactly one of the requests that wait. */
  perPhoto: boolean
}

/** A made-up company on this machine, and this tool's own commands to be tried on it. */
export interface Stage {
  /** Runs a command line; answers with its exit code and, where it was asked for JSON, the document's summary. */
  run(args: readonly string[]): Promise<{ code: number; summary: unknown }>
  /** What is shown for everybody at this moment: the hash of a photo by the id; null where there is none. */
  photos(): Map<number, string | null>
  /** Draws what is shown at this moment; answers with the paths of the pictures. */
  drawSheet(): Promise<string[]>
}

/** Somebody who looks at pictures while they pass: what becomes of them there changes nothing in a run. */
export interface Album {
  /** Shows what stands there before a change, or is to stand there after it. Resolves once it is small; never throws. */
  keep(person: string, side: 'before' | 'after', bytes: Uint8Array): Promise<void>
}

/** What a report tells of one directory. Everybody comes after their pictures. */
export interface ReportPart extends Album {
  begin(facts: { run?: string | null; directory: string; dryRun: boolean }): void
  change(result: ChangeResult): void
  person(listed: ListedPerson): void
  /** Sums, as the command's JSON has them. */
  end(summary?: Readonly<Record<string, number>>): void
}

/** A page for people, in a file of the user's. */
export interface Report extends AsyncDisposable {
  /** A part for one directory, by the name that the user knows it by. */
  part(name: string, command: string): ReportPart
  /** Puts the file in its place and answers with its path; null where nothing was begun. Throws `AppError`. */
  finish(): Promise<string | null>
}

/** A folder that images are put into. */
export interface Output {
  /** Puts one image there under a name made from `id`; answers with its path. Throws `AppError`. */
  write(id: string, image: { bytes: Uint8Array; mediaType: string }): Promise<string>
}

/** A folder of originals that people can look through. */
export interface ExportFolder {
  /** Puts one original there; answers with its path below the folder. Throws `AppError` `cannot-write-output`. */
  write(entry: VaultEntry, bytes: Uint8Array): Promise<string>
  /** Adds a line to the table of whose is whose. */
  list(line: string): void
  /** Writes that table; answers with its path. */
  finish(): Promise<string>
}

/** What a user means by a plugin's name: a package of a registry, or a tarball. */
export type WantedPlugin =
  | {
      from: 'registry'
      /** Names that it may have, the likelier ones first. */
      names: readonly string[]
      /** A range or a tag. */
      range: string
    }
  | {
      from: 'tarball'
      /** As the user wrote it. */
      path: string
    }

/** A package that was fetched and looked into, and that nothing has been run or unpacked of. */
export interface FetchedPlugin {
  offer: PluginOffer
  /** Of the tarball (`sha512-…`). */
  integrity: string
  /** What is noted as asked for. */
  tag: string
}

/** A package in place with everything that it depends on, not used by anybody yet. */
export interface StagedPlugin {
  plugin: AddedPlugin
}

/**
 * The plugins that the user has added, held for oneself. Until `use` or `drop` has answered, everything is as it was, and
 * after it everything is as it shall be, wherever a process is killed.
 */
export interface PluginStore {
  added(): readonly AddedPlugin[]
  /** Throws `AppError`: there is no such package, it is not a plugin of ours, it is for another version of the tool. */
  fetch(wanted: WantedPlugin): Promise<FetchedPlugin>
  /** Reads the plugin in a folder. Throws `AppError`. */
  look(folder: string): Promise<StagedPlugin & { offer: PluginOffer }>
  /** Puts a fetched package in place, with what it depends on; runs no scripts. Throws `AppError`. */
  stage(fetched: FetchedPlugin): Promise<StagedPlugin>
  /** From now on this one is used, in the place of one of the same name. */
  use(staged: StagedPlugin): Promise<void>
  /** From now on this one is not used. */
  drop(name: string): Promise<void>
  /** Whether every file of it is the one that was installed, and there is no other. */
  isIntact(plugin: AddedPlugin): Promise<boolean>
  /** From now on it is updated within this range, or to this tag. */
  keepTo(plugin: AddedPlugin, tag: string): Promise<AddedPlugin>
}

/** Plugins that come with the tool, and what all plugins that work contribute. */
export interface TakenNames {
  bundled: ReadonlySet<string>
  /** The plugin that contributes it, by `generator ID` or `directory ID`. */
  contributors: ReadonlyMap<string, string>
}

/** One file of a package that is to be written. */
export interface PackageFile {
  /** Inside the package, with `/`. */
  path: string
  text: string
}

/** Where the secrets of connections are kept. Every method throws `AppError` where that fails. */
export interface CredentialStore {
  /** Those that are kept for a connection, by their names. */
  read(connection: string): Promise<Record<string, Secret>>
  /** Keeps them, durably, in place of those of the same names; says in words where. */
  write(connection: string, secrets: Readonly<Record<string, Secret>>): Promise<string>
  /** Takes every copy away. */
  remove(connection: string): Promise<void>
  /** Where each secret lies, by connection and name, and the folder of those in files. No keyring is asked for it. */
  places(): Promise<{ folder: string; places: Record<string, Record<string, SecretPlace>> }>
}

/** The connections in the settings. Each method answers with the file's path, and throws `AppError`; then nothing was changed. */
export interface ConnectionBook {
  put(connection: NewConnection): Promise<string>
  drop(name: string): Promise<string>
  /** `addresses` as `-d` takes them. */
  use(addresses: string): Promise<string>
}

/** One session at a service, which somebody has opened through the browser. */
export interface ServiceSession {
  /** The access token. */
  access: Secret
  /** When it was asked for (milliseconds since 1970), and for how long from then it is good. */
  since: number
  lifeMs: number
  /** The refresh token, which is good for one renewal; without one the session lasts as long as the access token. */
  renewal?: Secret
  /** How long that one waits to be used, where the service says so. */
  renewalLifeMs?: number
  /** When a renewal was begun (ISO 8601) of which nobody knows how it ended. */
  renewing?: string
}

/** Where sessions are opened, renewed and ended. Every method throws a `DirectoryError`. */
export interface SessionService {
  /** What the user has to open in a browser that comes back to `redirectUri`. */
  begin(redirectUri: string): Promise<BrowserTrip>
  /** Uses up the refresh token; the access token before is dead from then on. */
  renew(session: ServiceSession): Promise<ServiceSession>
  /** Ends the session with all its tokens, within seconds. */
  end(session: ServiceSession): Promise<void>
}

/** One sign-in, from the address that is opened to the session. */
export interface BrowserTrip {
  address: string
  /** What the answer has to repeat. */
  state: string
  /** Makes a session of what the browser came back with; once begun it is not given up, or the session would be left. */
  arrive(answer: URLSearchParams): Promise<ServiceSession>
}

/** Where a browser comes back to after a sign-in: on this machine, for as long as that takes. */
export interface Landing extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/callback` */
  readonly redirectUri: string
  /**
   * Waits for the answer that repeats `state`, for so many milliseconds; any other is told that it is none, and changes
   * nothing. Throws `AppError` when nobody comes, or the signal's reason.
   */
  arrival(state: string, how: { ms: number; signal: AbortSignal }): Promise<Arrival>
}

/** A browser that has come back, and waits for what it is to show. */
export interface Arrival {
  answer: URLSearchParams
  show(page: 'signed-in' | 'not-signed-in'): Promise<void>
}

/** Does something while no other process renews, replaces or ends the session of a connection. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>
