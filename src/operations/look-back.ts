import type { DirectoryAbilities, NoPhoto, Photo } from '@avatarctl/sdk'
import type { Darkroom } from '../ports.ts'

/** What was sent, and what stood there before. */
export interface Sent {
  /** SHA-256 of what was sent; `null` for a removal. */
  sha256: string | null
  beforeVersion: string | null
  /** SHA-256 of what stood there; `null` for no photo; undefined where it is not known. */
  beforeSha256: string | null | undefined
}

/** What a look after a write says of it. */
export type Verdict =
  | 'arrived'
  /** What stood there stands there still. */
  | 'as-before'
  /** The answer contradicts itself, or is damaged: nothing follows from it. */
  | 'doubtful'
  /** A whole picture of somebody else's. */
  | 'changed'

/** Judges a write by what a directory shows, and never by assuming. */
export async function lookBack(
  served: Photo | NoPhoto,
  sent: Sent,
  can: Pick<DirectoryAbilities, 'reencodes'>,
  darkroom: Pick<Darkroom, 'hash' | 'decodes'>,
): Promise<Verdict> {
  if (served.state === 'missing') {
    if (sent.sha256 === null) return 'arrived'
    return sent.beforeSha256 === null ? 'as-before' : 'changed'
  }
  const hash = darkroom.hash(served.bytes)
  if (hash === sent.sha256) return 'arrived'
  const isNewVersion = served.version !== sent.beforeVersion
  if (hash === sent.beforeSha256) {
    // Under a new version the old picture is one that is served from somewhere else, and late.
    return isNewVersion && sent.sha256 !== null ? 'doubtful' : 'as-before'
  }
  if (sent.sha256 !== null && can.reencodes && isNewVersion) return 'arrived'
  if (!isNewVersion && sent.beforeSha256 !== undefined) return 'doubtful'
  return (await darkroom.decodes(served.bytes)) ? 'changed' : 'doubtful'
}
