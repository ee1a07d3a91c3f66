import { randomBytes } from 'node:crypto'
import type { Person } from '@avatarctl/sdk'
import type { OwnPicture, StoredOriginal } from '../records.ts'
import type { Row, Value } from './sqlite.ts'

/** A column of text that may be empty. */
export function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** The column `picture` of a standing, as JSON. */
export type KeptPicture = Partial<OwnPicture> & { mayStill?: OwnPicture }

/** What `originalFrom` reads. */
export const originalColumns = 'id, person, sha256, media_type, name, version, bytes, saved, run, own, pruned'

/** A row of the table `originals`. */
export function originalFrom(row: Row): StoredOriginal {
  return {
    id: Number(row['id']),
    person: String(row['person']),
    sha256: text(row['sha256']),
    mediaType: text(row['media_type']),
    name: text(row['name']),
    version: text(row['version']),
    bytes: Number(row['bytes']),
    savedAt: String(row['saved']),
    run: String(row['run']),
    own: text(row['own']) as StoredOriginal['own'],
    prunedAt: text(row['pruned']),
  }
}

/** What a person is called, however the directory holds it. */
export function nameOf({ name, firstName, lastName }: Person): string | null {
  return name ?? ([firstName, lastName].filter(Boolean).join(' ') || null)
}

/** A new name of a run: when it began, and what tells it from others of that second. */
export function newRunId(): string {
  return `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`
}
