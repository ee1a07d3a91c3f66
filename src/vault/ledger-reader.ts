import type { LedgerReader } from '../ports.ts'
import type { OwnPicture, Standing } from '../records.ts'
import { mustHaveLedger, openLedgerFile } from './ledger-file.ts'
import { type KeptPicture, originalColumns, originalFrom, text } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

/**
 * Opens the ledger for reading only: creates no file, takes no lock. Where there is no ledger yet, everybody is
 * unknown to us.
 */
export async function openLedgerReader(
  folder: string,
  directory: string,
): Promise<LedgerReader & { close(): void }> {
  await mustHaveLedger(folder)
  const database = openLedgerFile(folder)
  if (!database) {
    return {
      standing: () => undefined,
      owned: () => [],
      original: () => undefined,
      confirmedIn: () => undefined,
      sentAs: () => undefined,
      hashOf: () => undefined,
      standingAt: () => [],
      close: () => undefined,
    }
  }
  return { ...readLedger(database, directory), close: () => database.close() }
}

/** What the ledger says about one directory. */
export function readLedger(database: Sqlite, directory: string): LedgerReader {
  return {
    standing(person) {
      const row = database.get(
        'SELECT standing, version, before, picture FROM standings WHERE directory = ? AND person = ?',
        ...[directory, person],
      )
      return row && standingFrom(row)
    },
    owned: () =>
      database
        .all(
          `SELECT person FROM standings WHERE directory = ? AND before IS NOT NULL ORDER BY person`,
          directory,
        )
        .map((row) => String(row['person'])),
    original(id) {
      const row = database.get(`SELECT ${originalColumns} FROM originals WHERE id = ?`, id)
      return row && originalFrom(row)
    },
    confirmedIn(run) {
      const found = database.get('SELECT command FROM runs WHERE id = ? AND directory = ?', run, directory)
      if (!found) return undefined
      return database
        .all(
          `SELECT person, original, id = (
             SELECT max(id) FROM changes l
             WHERE l.directory = c.directory AND l.person = c.person AND l.state = 'confirmed') AS last
           FROM changes c
           WHERE directory = ? AND run = ? AND state = 'confirmed' AND original IS NOT NULL ORDER BY id`,
          ...[directory, run],
        )
        .map((row) => ({
          person: String(row['person']),
          original: Number(row['original']),
          uploaded: found['command'] === 'upload' && row['last'] === 1,
        }))
    },
    sentAs(person, version) {
      const row = database.get(
        `SELECT c.sent_sha256 FROM standings s JOIN changes c ON c.directory = s.directory AND c.person = s.person
         WHERE s.directory = ? AND s.person = ? AND s.version = ? AND c.state = 'confirmed'
         ORDER BY c.id DESC LIMIT 1`,
        ...[directory, person, version],
      )
      return text(row?.['sent_sha256']) ?? undefined
    },
    hashOf(person, version) {
      const row = database.get(
        'SELECT sha256 FROM originals WHERE directory = ? AND person = ? AND version = ? AND sha256 IS NOT NULL',
        ...[directory, person, version],
      )
      return row && String(row['sha256'])
    },
    standingAt: (time) =>
      database
        .all(
          `SELECT person, original, min(id) FROM changes
           WHERE directory = ? AND state = 'confirmed' AND original IS NOT NULL AND updated > ?
           GROUP BY person ORDER BY 3`,
          ...[directory, time],
        )
        .map((row) => ({ person: String(row['person']), original: Number(row['original']) })),
  }
}

function standingFrom(row: Row): Standing {
  const version = text(row['version'])
  const before = Number(row['before'])
  const { mayStill, ...picture } = JSON.parse(text(row['picture']) ?? '{}') as KeptPicture
  const rest = mayStill ? { mayStill: { ...mayStill, before } } : {}
  if (row['standing'] === 'restored') return { standing: 'restored', version, ...rest }
  return { standing: 'own', version: version ?? '', before, ...(picture as OwnPicture), ...rest }
}
