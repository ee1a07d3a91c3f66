import type { Person, PhotoLimits } from '@avatarctl/sdk'
import { pMapIterable } from 'p-map'
import { messageOf } from '../errors.ts'
import type { MatchedPhoto, MatchedPhotos, OwnPhoto, OwnPhotos } from '../own-photos.ts'
import type { Darkroom, PhotoLook, Progress } from '../ports.ts'
import type { Change, MatchKey, RunOutcome } from '../records.ts'
import { apply, type ApplyParts, isDue } from './apply.ts'
import { describeFailure, wholeDirectoryFailure } from './failure.ts'
import { excludes, selects, type Selection } from './select-people.ts'
import { leaveUnsettled, settle } from './settle.ts'
import { type LookParts, type PhotoFacts, whosePhoto } from './whose-photo.ts'

export interface UploadWish {
  /** Whom a photo may show. */
  selection: Selection
  /** By what a photo may name a person; undefined for everything, in the usual order. */
  by: readonly MatchKey[] | undefined
  /** How a photo is made of an image; `size` in pixels. */
  look: PhotoLook & { size: number }
  concurrency: number
}

interface PlanUploadParts extends LookParts {
  photos: OwnPhotos
  darkroom: LookParts['darkroom'] & Pick<Darkroom, 'normalise'>
  progress: Progress
  signal: AbortSignal
  /** Told whose photo is which, before anything else is done. */
  onMatches(matches: MatchedPhotos): Promise<void>
  /** Nothing may be done for them yet. */
  unsettled?: ReadonlySet<string>
}

export interface UploadPlan {
  changes: Change[]
  /** What goes out, for every change that is due: the image, and the SHA-256 of the photo that is made of it. */
  sources: Map<Change, { photo: OwnPhoto; sha256: string }>
  people: number
}

export interface UploadParts extends Omit<PlanUploadParts, 'ledger' | 'darkroom'>, ApplyParts {
  darkroom: Darkroom
  /** Asked before the first change; throws when the answer is no. */
  confirm(due: readonly Change[]): Promise<void>
  onRun(run: string): void
}

/** Puts up photos of the user's own. From then on they count as chosen by the person. Backs up what they replace. */
export async function upload(
  parts: UploadParts,
  wish: UploadWish,
): Promise<{ plan: UploadPlan; outcome: RunOutcome }> {
  const { ledger, reader, darkroom, signal } = parts
  const unsettled = await settle(parts, signal, () => true)
  const found = await planUpload({ ...parts, unsettled }, wish)
  await parts.confirm(found.changes.filter(isDue))
  const run = await ledger.begin('upload')
  parts.onRun(run)
  const outcome = await apply(parts, run, found.changes, async (change) => {
    const photo = await plannedPhoto(found, change, { darkroom, limits: reader.limits, look: wish.look })
    return { kind: 'photo', photo, next: { standing: 'restored' } }
  })
  return { plan: found, outcome }
}

/** Finds whose photo is which, and what that would change; nothing is written. */
export async function planUpload(parts: PlanUploadParts, wish: UploadWish): Promise<UploadPlan> {
  const { reader, photos, progress, signal } = parts
  const { selection, by, concurrency } = wish
  const isWanted = selects(selection)
  const isExcluded = excludes(selection)
  progress.phase('Looking whose photos they are')
  const matches = await photos
    .match(only(reader.people({ signal }), isWanted), by)
    .catch((error: unknown) => {
      throw wholeDirectoryFailure(error)
    })
  await parts.onMatches(matches)
  const plan: UploadPlan = { changes: [], sources: new Map(), people: matches.matched.length }
  if (plan.people > 0) progress.phase('Looking at photos', plan.people)
  const planned = pMapIterable(
    matches.matched,
    async (match) =>
      isExcluded(match.person)
        ? skipped(match, 'left alone by the settings (exclude)')
        : await planOne(parts, plan, match, wish),
    { concurrency },
  )
  for await (const change of planned) {
    signal.throwIfAborted()
    progress.step()
    if (change) plan.changes.push(change)
  }
  return plan
}

async function planOne(
  parts: PlanUploadParts,
  plan: UploadPlan,
  match: MatchedPhoto,
  wish: UploadWish,
): Promise<Change | undefined> {
  const { darkroom, reader, signal } = parts
  const { person, photo } = match
  if (parts.unsettled?.has(person.id)) return { ...leaveUnsettled(person), ...fileOf(match) }
  let facts: PhotoFacts
  let made: Awaited<ReturnType<typeof developed>>
  let shown: string | null
  try {
    made = await developed(photo, { darkroom, limits: reader.limits, look: wish.look })
    facts = await whosePhoto(person, parts, signal, { actsOnRemoval: true })
    shown = await shownNow(parts, person, facts)
  } catch (error) {
    signal.throwIfAborted()
    return { ...skipped(match, 'the photo was not put up'), error: describeFailure(error) }
  }
  if (shown === made.sha256) return undefined
  const { whose, before, isPlaceholder } = facts
  const isChosen = before.state === 'present' && !isPlaceholder && whose.owner !== 'own'
  const change: Change = {
    ...{ person, generator: null, before, overHuman: isChosen, ...fileOf(match) },
    action: before.state === 'missing' ? 'create' : 'replace',
    reason: isChosen
      ? 'another photo stands there, which gives way'
      : whose.owner === 'own'
        ? 'a photo of their own in place of our avatar'
        : isPlaceholder
          ? 'only a placeholder'
          : 'no photo',
    ...(made.small === undefined ? {} : { small: made.small }),
  }
  plan.sources.set(change, { photo, sha256: made.sha256 })
  return change
}

/** SHA-256 of the photo that stands there now; `null` where there is none. It is read where nobody knows it yet. */
async function shownNow(parts: LookParts & { signal: AbortSignal }, person: Person, { before }: PhotoFacts) {
  const { reader, ledger, darkroom, signal } = parts
  if (before.state === 'missing') return null
  const sent = before.version === null ? undefined : ledger.sentAs(person.id, before.version)
  const known = sent ?? before.sha256
  if (known !== null) return known
  const found = await reader.readPhoto(person, signal)
  if (found.state === 'missing') return null
  const sha256 = darkroom.hash(found.bytes)
  parts.photoHashes?.note(person, found.version, sha256)
  return sha256
}

interface Developing {
  darkroom: Pick<Darkroom, 'normalise'>
  limits: PhotoLimits
  look: UploadWish['look']
}

/** The photo of a change that is due, made again: plans keep no pictures. Throws where it has become another one. */
export async function plannedPhoto({ sources }: UploadPlan, change: Change, how: Developing) {
  const planned = sources.get(change)!
  const photo = await developed(planned.photo, how)
  if (photo.sha256 !== planned.sha256)
    throw unusableFile('the file has changed since it was looked at; nothing was sent')
  return photo
}

async function developed(photo: OwnPhoto, how: Developing) {
  let bytes: Uint8Array
  try {
    bytes = await photo.read()
  } catch (error) {
    throw unusableFile(`the file ${messageOf(error)}`)
  }
  try {
    return await how.darkroom.normalise(bytes, { ...how.look, limits: how.limits })
  } catch (error) {
    throw unusableFile(messageOf(error))
  }
}

const unusableFile = (message: string) => Object.assign(new Error(message), { code: 'unusable-image' })

const fileOf = ({ photo, by }: MatchedPhoto) => ({ file: photo.name, by })

function skipped(match: MatchedPhoto, reason: string): Change {
  const { person } = match
  const before = { state: person.photo.state, sha256: null, version: null }
  return { person, action: 'skip', reason, generator: null, before, overHuman: false, ...fileOf(match) }
}

async function* only(people: AsyncIterable<Person>, isWanted: (person: Person) => boolean) {
  for await (const person of people) if (isWanted(person)) yield person
}
