import { chmod, open } from 'node:fs/promises'
import path from 'node:path'
import type { Person } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Ledger } from '../ports.ts'
import type { Change, NextStanding, StoredOriginal } from '../records.ts'
import { redacted } from '../redaction.ts'
import { makePrivateFolder, syncAncestors, syncFolder } from './durable-file.ts'
import { groupCommit } from './group-commit.ts'
import { openChanges } from './open-changes.ts'
import { readLedger } from './ledger-reader.ts'
import { mustHaveLedger } from './ledger-file.ts'
import { prepareSchema } from './ledger-schema.ts'
import { upgradeLedger } from './ledger-upgrade.ts'
import { nameOf, newRunId } from './rows.ts'
import { inTransaction, isBusy, openSqlite, type Sqlite, type Value, whileBusy } from './sqlite.ts'
import { unwritable } from './vault-error.ts'

/** Opens the ledger in `folder` to be written, for one directory; lays it out when it is new. */
export async function openLedger(options: {
  folder: string
  directory: string
  tool: string
}): Promise<Ledger & { close(): Promise<void> }> {
  const { folder, directory, tool } = options
  const database = await openWholeLedger(folder)
  let broken: Error | undefined

  const work = groupCommit<() => unknown, unknown>(async (steps) => {
    // After one failure nobody can say what is on disk: no write and no fsync is tried again by this process.
    if (broken) throw broken
    try {
      return await Promise.resolve(inTransaction(database, () => steps.map((step) => step())))
    } catch (error) {
      broken = unwritable('what was done', error)
      throw broken
    }
  })
  const transact = <T>(step: () => T) => work.add(step) as Promise<T>

  function update(change: number, columns: Record<string, Value>): void {
    const names = Object.keys(columns)
    database.run(
      `UPDATE changes SET ${names.map((name) => `${name} = ?`).join(', ')}, updated = ? WHERE id = ?`,
      ...Object.values(columns),
      now(),
      change,
    )
  }

  return {
    ...readLedger(database, directory),

    begin: (command) =>
      transact(() => {
        let id = newRunId()
        // Two runs may begin in one second, and draw the same letters.
        while (database.get('SELECT 1 FROM runs WHERE id = ?', id)) id = newRunId()
        database.run(
          'INSERT INTO runs (id, directory, command, tool, started) VALUES (?, ?, ?, ?, ?)',
          ...[id, directory, command, tool, now()],
        )
        return id
      }),

    finish: (run, outcome) =>
      transact(() => {
        database.run(
          `UPDATE changes SET state = 'failed', error_code = 'not-begun', updated = ?,
             error_message = 'the run ended before this person; nothing was changed'
           WHERE run = ? AND state = 'planned'`,
          ...[now(), run],
        )
        database.run('UPDATE runs SET finished = ?, outcome = ? WHERE id = ?', now(), outcome, run)
      }),

    planned: (run, changes) =>
      transact(() => changes.map((change) => insertChange(database, directory, run, change))),

    saved: (change, original, run) =>
      transact(() => {
        const id = insertOriginal(database, original, run)
        update(change, { state: 'saved', original: id })
        return id
      }),

    sending: (change, sentSha256, next) =>
      transact(() =>
        update(change, { state: 'sending', sent_sha256: sentSha256, next_standing: JSON.stringify(next) }),
      ),

    confirmed: (change, version) =>
      transact(() => {
        settleStanding(database, directory, change, version)
        update(change, { state: 'confirmed', error_code: null, error_message: null })
      }),

    failed: (change, error) => transact(() => update(change, { state: 'failed', ...told(error) })),

    unknown: (change, error) => transact(() => update(change, { state: 'unknown', ...told(error) })),

    backedUp: (original, person, run) =>
      transact(() => {
        notePerson(database, directory, person)
        insertOriginal(database, original, run)
      }),

    ...openChanges(database, directory),

    async close() {
      await work.idle()
      // Closing would write and sync what is left of the log; the next process reads it as it is.
      if (broken) return
      try {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      } catch (error) {
        // What is in the log stays there, and counts. Where another run is reading, there is nothing more to it.
        if (!isBusy(error)) throw unwritable('its ledger', error)
      }
      database.close()
    },
  }
}

/** Opens the ledger of all directories to be written; lays it out when it is new, upgrades it when it is older. */
export async function openWholeLedger(folder: string): Promise<Sqlite> {
  const file = path.join(folder, 'ledger.sqlite')
  try {
    await makePrivateFolder(folder)
    await syncAncestors(folder)
    await mustHaveLedger(folder)
    // SQLite gives its other files the mode of this one, so it has to be right before they are made.
    await (await open(file, 'a', 0o600)).close()
    await chmod(file, 0o600)
    const database = await layOut(file, folder)
    // SQLite syncs the names of its files too, and takes no notice when that fails.
    await syncFolder(folder)
    return database
  } catch (error) {
    throw unwritable('its ledger', error)
  }
}

/** Opens the file and lays it out, while other runs may be doing the same. */
async function layOut(file: string, folder: string): Promise<Sqlite> {
  const database = openSqlite(file, 'write')
  try {
    await whileBusy(() => {
      database.exec('PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL')
      database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
      prepareSchema(database)
    })
    await upgradeLedger(database, folder)
    return database
  } catch (error) {
    // After a failed write or fsync closing would write and sync the same file once more.
    if (error instanceof AppError) database.close()
    throw error
  }
}

function insertChange(database: Sqlite, directory: string, run: string, change: Change): number {
  const { person } = change
  notePerson(database, directory, person)
  return database.run(
    `INSERT INTO changes (run, directory, person, person_name, person_email, person_extension, action, reason,
       generator, state, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?)`,
    ...[run, directory, person.id, nameOf(person), person.email ?? null, person.extension ?? null],
    ...[change.action, change.reason, change.generator, now()],
  ).lastId
}

/** How a person is known now. */
function notePerson(database: Sqlite, directory: string, person: Person): void {
  database.run(
    `INSERT INTO people (directory, person, name, email, extension) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (directory, person) DO UPDATE SET name = excluded.name, email = excluded.email,
       extension = excluded.extension`,
    ...[directory, person.id, nameOf(person), person.email ?? null, person.extension ?? null],
  )
}

function insertOriginal(
  database: Sqlite,
  original: Omit<StoredOriginal, 'id' | 'run' | 'prunedAt'> & { directory: string },
  run: string,
): number {
  const { directory, person, sha256, mediaType, name, version, bytes, savedAt, own } = original
  return database.run(
    `INSERT INTO originals (directory, person, sha256, media_type, name, version, bytes, saved, run, own)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[directory, person, sha256, mediaType, name, version, bytes, savedAt, run, own],
  ).lastId
}

/**
 * What a confirmed change makes of the person's standing. The series of our own writes goes on when what was
 * replaced was our own picture; else it begins here, with the original that was just saved.
 */
function settleStanding(database: Sqlite, directory: string, change: number, version: string | null): void {
  const row = database.get('SELECT person, original, next_standing FROM changes WHERE id = ?', change)
  const next = JSON.parse(String(row?.['next_standing'])) as NextStanding
  const person = String(row?.['person'])
  const original = Number(row?.['original'])
  let before: number | null = null
  let picture: string | null = null
  if (next.standing === 'own') {
    const earlier = database.get(
      `SELECT s.before FROM standings s, originals o
       WHERE s.directory = ? AND s.person = ? AND s.before IS NOT NULL AND o.id = ? AND o.own IS NOT NULL`,
      ...[directory, person, original],
    )
    before = earlier ? Number(earlier['before']) : original
    const { standing: _, ...own } = next
    picture = JSON.stringify(own)
  }
  database.run(
    `INSERT INTO standings (directory, person, standing, version, before, picture) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (directory, person) DO UPDATE SET standing = excluded.standing, version = excluded.version,
       before = excluded.before, picture = excluded.picture`,
    ...[directory, person, next.standing, version, before, picture],
  )
}

/** An error as it may stand in a file. */
const told = ({ code, message }: { code: string; message: string }) => ({
  error_code: redacted(code),
  error_message: redacted(message),
})

const now = () => new Date().toISOString()
