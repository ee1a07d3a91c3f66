import type { OpenChange } from '../records.ts'
import { text } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

const openChange = `SELECT c.id, c.run, c.person, c.state, c.original, c.sent_sha256, o.sha256, o.version, c.updated
  FROM changes c LEFT JOIN originals o ON o.id = c.original`

/** Sent, and declared failed because it was not seen to arrive. */
const wasLost = `c.state = 'failed' AND c.sent_sha256 IS NOT NULL AND c.error_code IN ('interrupted', 'not-served')`
const dayMs = 86_400_000

function openChangeFrom(row: Row): OpenChange {
  return {
    id: Number(row['id']),
    run: String(row['run']),
    person: String(row['person']),
    since: String(row['updated']),
    state: row['state'] as OpenChange['state'],
    beforeSha256: row['original'] === null ? undefined : text(row['sha256']),
    beforeVersion: text(row['version']),
    sentSha256: text(row['sent_sha256']),
  }
}

/** What earlier runs left unsettled in a directory, and what they gave up for lost. */
export function openChanges(database: Sqlite, directory: string) {
  return {
    open: () =>
      database
        .all(
          `${openChange} WHERE c.directory = ? AND c.state IN ('planned', 'saved', 'sending', 'unknown') ORDER BY c.id`,
          directory,
        )
        .map(openChangeFrom),

    lost: () =>
      database
        .all(
          `${openChange} WHERE c.directory = ? AND ${wasLost} AND c.updated > ? AND NOT EXISTS
             (SELECT 1 FROM changes n WHERE n.directory = c.directory AND n.person = c.person AND n.id > c.id)`,
          ...[directory, new Date(Date.now() - dayMs).toISOString()],
        )
        .map(openChangeFrom),

    lostAs(person: string, hash: string): number | undefined {
      const row = database.get(
        `SELECT c.id FROM changes c WHERE c.directory = ? AND c.person = ? AND c.sent_sha256 = ? AND ${wasLost}
         ORDER BY c.id DESC LIMIT 1`,
        ...[directory, person, hash],
      )
      return row && Number(row['id'])
    },
  }
}
