import type { NoPhoto, Person, Photo, PhotoState } from '@avatarctl/sdk'
import type { Darkroom, DirectoryReader, LedgerReader, PhotoHashes } from '../ports.ts'
import type { OwnPicture, OwnStanding, Standing } from '../records.ts'

/** Who put up what is there now. */
export type Whose =
  /** Nobody ever: there is none, and we never put one up. */
  | { owner: 'nobody' }
  /** Ours was there, and somebody took it away. */
  | { owner: 'removed' }
  | { owner: 'own'; standing: OwnStanding }
  | { owner: 'human' }
  /** Put back by `restore`, or put up by hand through us: left out until the person is named. */
  | { owner: 'restored' }

/** What it takes to find out. */
export interface LookParts {
  reader: DirectoryReader
  ledger: LedgerReader
  darkroom: Pick<Darkroom, 'hash' | 'stampOf'>
  /** SHA-256 of pictures that count as no photo. */
  placeholders?: ReadonlySet<string> | undefined
  /** Where what was read is remembered. */
  photoHashes?: PhotoHashes | undefined
}

/** Whose photo it is, and what it is now. */
export interface PhotoFacts {
  whose: Whose
  /** What is there is a picture that counts as no photo: nobody has chosen it. */
  isPlaceholder: boolean
  before: { state: 'present' | 'missing'; sha256: string | null; version: string | null }
}

/**
 * Finds out whose photo a person has. The list's word is enough where it agrees with the ledger; where it does not,
 * the bytes are compared before a photo is called human. Throws what reading throws.
 */
export async function whosePhoto(
  person: Person,
  parts: LookParts,
  signal: AbortSignal,
  /** `actsOnRemoval`: something is done where our avatar was taken away. */
  how: { actsOnRemoval: boolean },
): Promise<PhotoFacts> {
  const { reader, ledger, darkroom } = parts
  const standing = ledger.standing(person.id)
  const listed = person.photo
  if (standing?.mayStill && listed.state !== 'missing') {
    const found = await reader.readPhoto(person, signal)
    if (found.state === 'present' && isPicture(standing.mayStill, found, darkroom)) {
      const { version } = found
      const before = { state: 'present', sha256: darkroom.hash(found.bytes), version } as const
      return facts({ owner: 'own', standing: { standing: 'own', version, ...standing.mayStill } }, before)
    }
  }
  // A list may lag behind what we put up: it is asked again about those for whom something would follow from it.
  const mayLag = listed.state === 'missing' && standing?.standing === 'own' && how.actsOnRemoval
  if (listed.state === 'missing' && !mayLag)
    return facts(absent(standing), { state: 'missing', sha256: null, version: null })
  const byTheList = listed.state === 'present' ? withoutReading(person, standing, listed, parts) : undefined
  if (byTheList) return byTheList
  const found = await reader.readPhoto(person, signal)
  if (found.state === 'missing')
    return facts(absent(standing), { state: 'missing', sha256: null, version: null })
  const before = { state: 'present', sha256: darkroom.hash(found.bytes), version: found.version } as const
  if (standing?.standing === 'own' && isOurs(standing, found, darkroom))
    return facts({ owner: 'own', standing }, before)
  parts.photoHashes?.note(person, found.version, before.sha256)
  return ofSomebodyElse(standing, before, parts)
}

/** What follows from the version of a photo alone; undefined where its bytes have to be looked at. */
function withoutReading(
  person: Person,
  standing: Standing | undefined,
  listed: Extract<PhotoState, { state: 'present' }>,
  { placeholders, photoHashes }: LookParts,
): PhotoFacts | undefined {
  const version = listed.version ?? null
  const isOwn = standing?.standing === 'own'
  if (isOwn && version === standing.version)
    return facts({ owner: 'own', standing }, { state: 'present', sha256: standing.sha256, version })
  const known = listed.version === undefined ? undefined : photoHashes?.of(person.id, listed.version)
  // Where it cannot be ours, its bytes say no more than whether anybody has chosen it.
  const isEnough = isOwn ? isIn(placeholders, known) : known !== undefined || !placeholders?.size
  return isEnough
    ? ofSomebodyElse(standing, { state: 'present', sha256: known ?? null, version }, { placeholders })
    : undefined
}

/** Somebody has chosen it, has had it put back, or nobody has: it is a placeholder. */
function ofSomebodyElse(
  standing: Standing | undefined,
  before: PhotoFacts['before'],
  { placeholders }: Pick<LookParts, 'placeholders'>,
): PhotoFacts {
  const isPlaceholder = isIn(placeholders, before.sha256)
  if (isPlaceholder) return { whose: absent(standing), isPlaceholder, before }
  return facts({ owner: standing?.standing === 'restored' ? 'restored' : 'human' }, before)
}

const isIn = (hashes: ReadonlySet<string> | undefined, hash: string | null | undefined) =>
  typeof hash === 'string' && (hashes?.has(hash) ?? false)

/** Whether a picture is the one that the ledger knows as ours: by its version, its bytes, or our mark on it. */
function isOurs(standing: OwnStanding, found: Photo, darkroom: Pick<Darkroom, 'hash' | 'stampOf'>): boolean {
  return found.version === standing.version || isPicture(standing, found, darkroom)
}

function isPicture(
  { sha256, fingerprint }: OwnPicture,
  found: Photo,
  darkroom: Pick<Darkroom, 'hash' | 'stampOf'>,
): boolean {
  return darkroom.hash(found.bytes) === sha256 || darkroom.stampOf(found.bytes)?.fingerprint === fingerprint
}

/** What of ours was found; `null` for what somebody else has put up, and for none. */
export function ownWas(
  standing: Standing | undefined,
  found: Photo | NoPhoto,
  darkroom: Pick<Darkroom, 'hash' | 'stampOf'>,
): 'artwork' | 'photo' | null {
  if (!standing || found.state === 'missing') return null
  if (standing.standing === 'own' && isOurs(standing, found, darkroom)) return standing.produces
  const { mayStill } = standing
  return mayStill && isPicture(mayStill, found, darkroom) ? mayStill.produces : null
}

function absent(standing: Standing | undefined): Whose {
  if (!standing) return { owner: 'nobody' }
  return { owner: standing.standing === 'own' ? 'removed' : 'restored' }
}

function facts(whose: Whose, before: PhotoFacts['before']): PhotoFacts {
  return { whose, isPlaceholder: false, before }
}
