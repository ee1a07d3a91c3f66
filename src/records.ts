import type { DirectoryAbilities, DirectoryErrorKind, Person, PhotoLimits } from '@avatarctl/sdk'
import type { ExitCode } from './errors.ts'

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
  /** What of ours stood there; `null` for what somebody else had put up. */
  own: 'artwork' | 'photo' | null
  /** When its bytes were given up by `vault prune`; they cannot be put back any more. */
  prunedAt: string | null
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
export type Standing = (
  | OwnStanding
  /** A person chose it, by `upload` or `restore`; `sync` leaves them out until they are named. */
  | { standing: 'restored'; version: string | null }
) & {
  /**
   * In a ledger that was made anew: what stands there still if what was about to take its place never arrived, which
   * the list of originals does not know.
   */
  mayStill?: OwnPicture & { before: number }
}

/** We put it up. `before` is the original that stood before the present unbroken series of our writes. */
export type OwnStanding = { standing: 'own'; version: string; before: number } & OwnPicture

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
  /** When it came into this state. */
  since: string
  /** SHA-256 of what was sent; `null` for a removal. */
  sentSha256: string | null
  beforeVersion: string | null
}

/** How a run ended. */
export type RunOutcome = 'done' | 'some-failed' | 'stopped' | 'interrupted'

/** When the next run of a command that is repeated is due, and what was left out before it. */
export interface NextRun {
  /** In milliseconds from now. */
  inMs: number
  /** How many runs were due meanwhile, and are not made up for. */
  leftOut: number
  /** Why they were: the last run took too long, a refusal is not to be repeated at once, or the machine slept. */
  because: 'long-run' | 'refusal' | 'sleep'
}

/** A run as the ledger keeps it. */
export interface RunRecord {
  id: string
  directory: string
  command: string
  startedAt: string
  /** `null` while it runs, or when it died. */
  finishedAt: string | null
  outcome: RunOutcome | null
  changes: { confirmed: number; failed: number; unknown: number; open: number; notBegun: number }
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

/** How somebody was last known. */
export interface KnownAs {
  name: string | null
  email: string | null
  extension: string | null
}

/** An original as `vault list` shows it. */
export type VaultEntry = StoredOriginal & { directory: string; who: KnownAs }

/** Somebody of whom the vault knows something. */
export interface KnownPerson {
  directory: string
  person: string
  who: KnownAs
  /** How many originals are kept of theirs. */
  originals: number
  /** What stands in the directory now was put up by us, as far as we know. */
  isOurs: boolean
}

/** What `vault prune` would give up. */
export interface Prunable {
  originals: { sha256: string; bytes: number; why: 'own-drawing' | 'back-in-place' }[]
  /** Files below the vault's folder that nothing refers to: what killed runs left behind. */
  strays: { file: string; bytes: number }[]
}

/** Something wrong in the vault. */
export interface VaultProblem {
  sha256: string | null
  message: string
  /** Whose original it is, where that is known. */
  people: { directory: string; person: string }[]
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
  /** Who has to be named for what it makes. */
  credit?: string
  before: { state: 'present' | 'missing' | 'unknown'; sha256: string | null; version: string | null }
  /** A photo that a person chose gives way: asks for a confirmation. */
  overHuman: boolean
  /** The user's own file that goes up, and by what it names the person. */
  file?: string
  by?: MatchKey
  /** Width and height in pixels of a source so small that the photo will be blurred. */
  small?: number
  /** Generators that failed before this one had an image. */
  failures?: readonly GeneratorFailure[]
  /** Generators that had none, before this one or at all, and said why. */
  passed?: readonly GeneratorPass[]
  /** Why the person cannot be served; the change is then not carried out. */
  error?: Failure
}

/** By what a file may name a person. */
export type MatchKey = 'email' | 'extension' | 'id' | 'employee' | 'name'

/** What was sent, as reports show it. */
export interface AfterPhoto {
  sha256: string
  mediaType: string
  width: number
  height: number
  bytes: number
  version: string | null
  /** Width and height in pixels of a source so small that the photo is blurred. */
  small?: number
}

/** Why somebody could not be served. */
export interface Failure {
  /** The service's own code where it gave one. */
  code: string
  message: string
  /** What the user can do about it. */
  hint?: string
  /** What kind of failure of a directory it is. */
  kind?: DirectoryErrorKind
}

/** How a change ended. */
export interface ChangeResult {
  change: Change
  outcome: 'planned' | 'done' | 'failed' | 'skipped' | 'unknown'
  after: AfterPhoto | null
  error: Failure | null
}

/** A generator that was asked, and had no answer. */
export interface GeneratorFailure {
  generator: string
  /** Says which generator it was. */
  message: string
}

/** A generator that has no image for somebody, and has said why. */
export interface GeneratorPass {
  generator: string
  /** Goes on where "initials has none: " ends. */
  reason: string
}

/** A chain's answer for one person. */
export type ChainAnswer =
  | {
      kind: 'image'
      /** Who was asked before, and said why there is none. */
      passed?: readonly GeneratorPass[]
      /** Who was asked before, and failed, where the next one is to be used then. */
      failures?: readonly GeneratorFailure[]
      generator: string
      produces: 'artwork' | 'photo'
      revision: number
      fingerprint: string
      /** As JSON. */
      options: string
      bytes: Uint8Array
      label?: string
      /** Who has to be named for the picture, where somebody has to be. */
      credit?: string
    }
  | { kind: 'none'; passed?: readonly GeneratorPass[] }
  /** Nothing better than what is there: `until` was reached and its fingerprint is still the same. */
  | { kind: 'current' }
  | ({ kind: 'failed' } & GeneratorFailure)

/** A connection as it is written into the settings. */
export interface NewConnection {
  name: string
  /** The id of a directory contribution. */
  type: string
  /** Checked; without those that were left out. */
  options: Readonly<Record<string, unknown>>
}

/** A connection as it is listed. */
export interface ListedConnection {
  name: string
  type: string
  /** Of its type; null where no plugin brings that. */
  title: string | null
  options: Readonly<Record<string, unknown>>
  /** Used where none is named. */
  isDefault: boolean
  /** Where it is described. */
  from: 'settings' | 'environment'
  /** Where each of its secrets lies; null where there is none. */
  secrets: Record<string, SecretPlace | 'environment' | null>
  /** Where the session lies of somebody who signed in through the browser; null where nobody has. */
  session: SecretPlace | null
  /** Why it cannot be opened. */
  problem: string | null
}

/** Where a secret is kept. */
export type SecretPlace = 'keyring' | 'file'

/** What was seen of a directory that can be read. */
export interface ConnectionReport {
  /** How many were counted before it was enough, and whether there are more. */
  people: { counted: number; more: boolean }
  limits: PhotoLimits
  can: DirectoryAbilities
  /** Why it cannot be written; null where it can. */
  write: { code: string; message: string; hint: string | null; exitCode: ExitCode } | null
  requests: number
  rateLimited: number
  /** How long it took to open it, with the sign-in; in milliseconds. */
  openMs: number
  /** How long it took to look one person up; null where there is nobody. */
  lookUpMs: number | null
}

/** A kind of directory that there can be a connection to. */
export interface ConnectionType {
  id: string
  title: string
  description: string | null
  /** The environment can describe one, which is called after it. */
  isDescribable: boolean
  secrets: readonly { name: string; title: string }[]
  /** What there is to be asked, given the answers so far. */
  questions(answers: Readonly<Record<string, string>>): OptionQuestion[]
  /** Answers as they go into the settings. Throws `AppError` where they are not right. */
  optionsFrom(answers: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
}

/** One option of a directory, as somebody is asked for it. */
export interface OptionQuestion {
  name: string
  title: string
  /** What it is for. */
  why: string | null
  kind: 'text' | 'choice' | 'yes-no'
  /** It names a file or folder. */
  isPath: boolean
  choices: readonly string[]
  /** What holds where it is left out. */
  preset: string | null
  isRequired: boolean
  /** What is wrong with an answer, in a sentence. */
  faultOf(answer: string): Promise<string | undefined>
}

/** One `--option GENERATOR.NAME=VALUE`. */
export interface GivenOption {
  contribution: string
  name: string
  value: string
}

/** What is kept in the settings so that it need not be given again. */
export interface KeptChoice {
  /** What is used where no directory is named. */
  directory: string
  /** The connection of the settings that it is; the chain is then kept for that one only. */
  connection: string | undefined
  /** A chain, `a,b`; undefined leaves the one that is there. */
  generator: string | undefined
  options: readonly GivenOption[]
}

/** One file of `generate`, as the JSON contract has it. */
export interface GeneratedFile {
  person: { id: string; name: string | null }
  generator: string
  /** The letters drawn, where there are any. */
  label: string | null
  /** Who has to be named for the picture, where somebody has to be. */
  credit: string | null
  path: string
  mediaType: string
  width: number
  height: number
  bytes: number
  sha256: string
  /** Generators that failed before this one had an image. */
  failures?: readonly GeneratorFailure[]
  /** Generators that had none before this one, and said why. */
  passed?: readonly GeneratorPass[]
}

/** Who put up what is there now; null without a photo. */
export type Owner = 'own-current' | 'own-outdated' | 'human' | 'unknown' | null

/** One line of the list. */
export interface ListedPerson {
  person: Person
  photo: {
    state: 'missing' | 'present' | 'unknown'
    version: string | null
    owner: Owner
    /** What is shown there counts as no photo. */
    placeholder?: true
    /** Of what is shown there, where that was asked for; null for nothing. */
    sha256?: string | null
  }
}

/** Why there is no SVG: it lies with the generator, and not with the person. */
export const noSvg = 'no-svg'

/** What became of one person: a file and its bytes, a failure, or (with neither) no image from any generator. */
export interface Made {
  person: Person
  /** Where there is no image: who said why. */
  passed?: readonly GeneratorPass[]
  file?: GeneratedFile
  image?: Uint8Array
  failure?: { generator: string | null; error: { code: string; message: string } }
}

/** What a ledger was made anew from. */
export interface Rebuilt {
  /** How many originals the list knows. */
  originals: number
  people: number
  /** How many people should have a picture of ours now. */
  own: number
  /** Lines of the list that cannot be read. */
  broken: number[]
  /** Under what name the ledger that was there is kept. */
  setAside: string | null
}

/** One thing that a plugin adds, in what a user is told of it. */
export interface OfferedContribution {
  kind: 'generator' | 'directory'
  id: string
  title: string
  /** Whom it asks; empty for nobody. */
  hosts: readonly string[]
  /** Options that name a server which it asks as well. */
  hostOptions?: readonly string[]
  /** Environment variables whose values it is given. */
  reads?: readonly string[]
  /** What it tells them about a person, in words. */
  sends: readonly string[]
  /** In words; null where nothing is said. */
  licence: string | null
}

/** A plugin as it is shown before it is installed or linked. */
export interface PluginOffer {
  name: string
  version: string
  /** Who has published it, as the registry says; null where nobody says. */
  publisher: string | null
  source: 'registry' | 'tarball' | 'folder'
  contributes: readonly OfferedContribution[]
  /** What somebody should know before they say yes, in sentences. */
  warnings: readonly string[]
}

/** A plugin that the user has added. */
export interface AddedPlugin {
  kind: 'installed' | 'linked'
  name: string
  /** Of a linked one: as it was when it was linked. */
  version: string
  /** What was asked for: a range, a tag, or `file:` and a path; null for a linked one. */
  tag: string | null
  /** The package's folder, absolute. */
  root: string
  publisher: string | null
  /** Of the tarball, as npm writes it (`sha512-…`); null for a linked one. */
  integrity: string | null
  /** What the user has said yes to: changes of it are asked about. Empty for a linked one. */
  agreed: readonly OfferedContribution[]
}

/** One thing that works, or does not. */
export interface Finding {
  area: 'machine' | 'folders' | 'vault' | 'settings' | 'plugins' | 'connections'
  /** What it is about: a folder, a connection, a plugin. */
  subject: string
  /** `warning`: it works, and will not always; `error`: something is not going to work. */
  severity: 'ok' | 'warning' | 'error'
  message: string
  hint: string | null
  /** With which a command would end for it; 0 unless it is an error. */
  exitCode: ExitCode
}
