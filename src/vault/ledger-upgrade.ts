import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, link, rm } from 'node:fs/promises'
import path from 'node:path'
import type { NextStanding } from '../records.ts'
import { syncFile, syncFolder } from './durable-file.ts'
import { peopleTable, schemaVersion, versionOf } from './ledger-schema.ts'
import { appendLines } from './originals-list.ts'
import { originalFrom } from './rows.ts'
import { inTransaction, type Sqlite } from './sqlite.ts'

/** For each version, what turns a ledger of it into one of the next. */
const steps: Record<number, string> = {
  1: `
    ALTER TABLE originals ADD COLUMN own TEXT;
    ALTER TABLE originals ADD COLUMN pruned TEXT;
    ${peopleTable}
    INSERT INTO people SELECT directory, person, person_name, person_email, person_extension FROM changes
      WHERE id IN (SELECT max(id) FROM changes GROUP BY directory, person);
    UPDATE originals SET own = (
      SELECT json_extract(c.next_standing, '$.produces') FROM changes c
      WHERE c.directory = originals.directory AND c.person = originals.person AND c.state = 'confirmed'
        AND c.sent_sha256 = originals.sha256 AND json_extract(c.next_standing, '$.standing') = 'own');
  `,
}

/** For each version, what shows a ledger of it as one of this version to somebody who may not write. */
const views: Record<number, string> = {
  1: `
    CREATE TEMP VIEW originals AS SELECT *, NULL AS own, NULL AS pruned FROM main.originals;
    CREATE TEMP VIEW people AS
      SELECT directory, person, person_name AS name, person_email AS email, person_extension AS extension
      FROM main.changes WHERE id IN (SELECT max(id) FROM main.changes GROUP BY directory, person);
  `,
}

/** Lets an older ledger be read with the words of this version; nothing is written. */
export function viewAsCurrent(database: Sqlite): void {
  const view = views[versionOf(database)]
  if (view) database.exec(`PRAGMA temp_store = MEMORY; ${view}`)
}

/** The copy that is kept of a ledger of that version, before it is turned into one of the next. */
const copyName = (version: number) => `ledger-version-${version}.sqlite`

/**
 * Turns an older ledger into one of this version, in one transaction; a copy of it is kept beside it first. Other runs
 * may be doing the same at the same time. After a crash there is the old ledger or the new one.
 */
export async function upgradeLedger(database: Sqlite, folder: string): Promise<void> {
  const version = versionOf(database)
  if (version === 0 || version === schemaVersion) return
  await keepCopy(database, path.join(folder, copyName(version)))
  if (version === 1) await restateStandings(database, folder)
  inTransaction(database, () => {
    for (let from = versionOf(database); from < schemaVersion; from += 1) {
      database.exec(`${steps[from] ?? ''} PRAGMA user_version = ${from + 1};`)
    }
  })
}

/** A whole copy or none: it gets its name once it is on disk. */
async function keepCopy(database: Sqlite, file: string): Promise<void> {
  if (existsSync(file)) return
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`
  try {
    database.run('VACUUM INTO ?', temporary)
    await chmod(temporary, 0o600)
    await syncFile(temporary)
    // Another run may have kept one meanwhile, which is as good.
    await link(temporary, file).catch((error: unknown) => {
      if (!existsSync(file)) throw error
    })
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(path.dirname(file))
}

/**
 * The first version did not say in the list of originals what took their place. It is said once more for everybody, so
 * that the list is enough to make the ledger anew.
 */
async function restateStandings(database: Sqlite, folder: string): Promise<void> {
  const rows = database.all(`
    SELECT o.*, s.picture FROM standings s JOIN originals o ON o.id = s.before`)
  const lines = appendLines(folder)
  await Promise.all(
    rows.map((row) => {
      const { id: _id, run: _run, prunedAt: _prunedAt, ...original } = originalFrom(row)
      const picture = JSON.parse(String(row['picture'])) as object
      const then = { standing: 'own', ...picture } as NextStanding
      return lines.add({ directory: String(row['directory']), ...original, then })
    }),
  )
  await lines.close()
}
