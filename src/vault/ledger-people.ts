import type { KnownPerson } from '../records.ts'
import { text } from './rows.ts'
import { inTransaction, type Sqlite } from './sqlite.ts'

/** Everybody of whom the ledger knows something under that id, e-mail or extension. */
export function knownPeople(database: Sqlite, key: string): KnownPerson[] {
  const wanted = folded(key)
  return database
    .all(
      `WITH everybody AS (
         SELECT directory, person FROM people UNION SELECT directory, person FROM originals
         UNION SELECT directory, person FROM standings)
       SELECT e.directory, e.person, p.name, p.email, p.extension, s.standing = 'own' AS ours,
         (SELECT count(DISTINCT o.sha256) FROM originals o
          WHERE o.directory = e.directory AND o.person = e.person AND o.pruned IS NULL) AS originals
       FROM everybody e LEFT JOIN people p ON p.directory = e.directory AND p.person = e.person
         LEFT JOIN standings s ON s.directory = e.directory AND s.person = e.person
       ORDER BY e.directory, e.person`,
    )
    .filter(({ person, email, extension }) =>
      [person, email, extension].some(
        (value) => value !== null && value !== undefined && folded(String(value)) === wanted,
      ),
    )
    .map((row) => ({
      directory: String(row['directory']),
      person: String(row['person']),
      who: { name: text(row['name']), email: text(row['email']), extension: text(row['extension']) },
      originals: Number(row['originals']),
      isOurs: row['ours'] === 1,
    }))
}

/** The originals that other people have. */
export function othersOriginals(database: Sqlite, { directory, person }: KnownPerson): Set<string> {
  const rows = database.all(
    `SELECT DISTINCT sha256 FROM originals
     WHERE sha256 IS NOT NULL AND pruned IS NULL AND NOT (directory = ? AND person = ?)`,
    ...[directory, person],
  )
  return new Set(rows.map(({ sha256 }) => String(sha256)))
}

/** Erases a person. What was done stays, without saying to whom; deleted rows are overwritten in the file. */
export function forgetInLedger(database: Sqlite, { directory, person }: KnownPerson): void {
  database.exec('PRAGMA secure_delete = ON')
  inTransaction(database, () => {
    const whose = [directory, person] as const
    database.run(
      `UPDATE changes SET person = 'forgotten', person_name = NULL, person_email = NULL, person_extension = NULL,
         original = NULL, sent_sha256 = NULL, next_standing = NULL,
         error_code = CASE WHEN error_message IS NULL THEN error_code ELSE coalesce(error_code, 'forgotten') END,
         error_message = CASE WHEN error_message IS NULL THEN NULL ELSE '' END,
         state = CASE WHEN state IN ('confirmed', 'failed') THEN state ELSE 'failed' END
       WHERE directory = ? AND person = ?`,
      ...whose,
    )
    database.run('DELETE FROM standings WHERE directory = ? AND person = ?', ...whose)
    database.run('DELETE FROM originals WHERE directory = ? AND person = ?', ...whose)
    database.run('DELETE FROM people WHERE directory = ? AND person = ?', ...whose)
  })
  // What stood in the log, and in pages that are free now, goes as well.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.exec('VACUUM')
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

const folded = (key: string) => key.trim().normalize('NFC').toLowerCase()
