import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import path from 'node:path'
import type { LedgerReader, PhotoHashes } from '../ports.ts'
import type { KnownPerson } from '../records.ts'
import { makePrivateFolder } from './durable-file.ts'
import { inTransaction, openSqlite, type Sqlite } from './sqlite.ts'

/** Reading a photo is a request that services ration: so many are noted at once, or as many as there are after a second. */
const mostAtOnce = 500
const atLeastEveryMs = 1_000

/** E-mail and extension are kept as digests: enough to find somebody who is to be forgotten. */
const table = `
  CREATE TABLE IF NOT EXISTS photos (
    directory TEXT NOT NULL, person TEXT NOT NULL, email TEXT, extension TEXT, version TEXT NOT NULL, sha256 TEXT NOT NULL,
    PRIMARY KEY (directory, person)
  ) WITHOUT ROWID;
`

const fileIn = (vault: string) => path.join(vault, 'photo-hashes.sqlite')

/** What is remembered of the photos of one directory, and goes on being. */
export interface KeptHashes extends PhotoHashes {
  /** Forgets everybody else: they are not in the directory any more. */
  keepOnly(people: ReadonlySet<string>): void
  close(): void
}

/**
 * Remembers what photos hash to, by directory, person and version, in the vault: an unchanged photo is read once. What
 * cannot be remembered is read again later, and is no failure; a file that is damaged is begun anew. With `writes: false`
 * nothing is written.
 */
export async function openPhotoHashes({
  vault,
  directory,
  ledger,
  writes,
}: {
  vault: string
  directory: string
  /** Whose originals were hashed as well. */
  ledger: Pick<LedgerReader, 'hashOf'>
  writes: boolean
}): Promise<KeptHashes> {
  const database = await open(fileIn(vault), writes)
  let mayWrite = writes && database !== undefined
  const fresh = new Map<
    string,
    [email: string | null, extension: string | null, version: string, sha256: string]
  >()
  let writtenAt = performance.now()

  function write(): void {
    writtenAt = performance.now()
    if (!database || !mayWrite || fresh.size === 0) return
    attempt(() => {
      for (const [person, values] of fresh)
        database.run('INSERT OR REPLACE INTO photos VALUES (?, ?, ?, ?, ?, ?)', directory, person, ...values)
    })
    fresh.clear()
  }

  function attempt(step: () => void): void {
    if (!database || !mayWrite) return
    try {
      inTransaction(database, step)
    } catch {
      mayWrite = false
    }
  }

  function kept(person: string, version: string): string | undefined {
    const [, , its, sha256] = fresh.get(person) ?? []
    if (its !== undefined) return its === version ? sha256 : undefined
    const row = database?.get(
      'SELECT sha256 FROM photos WHERE directory = ? AND person = ? AND version = ?',
      ...[directory, person, version],
    )
    return row && String(row['sha256'])
  }

  return {
    of: (person, version) => kept(person, version) ?? ledger.hashOf(person, version),

    note({ id, email, extension }, version, sha256) {
      if (kept(id, version) === sha256) return
      fresh.set(id, [digest(email), digest(extension), version, sha256])
      if (fresh.size >= mostAtOnce || performance.now() - writtenAt > atLeastEveryMs) write()
    },

    keepOnly(people) {
      write()
      const gone = (database?.all('SELECT person FROM photos WHERE directory = ?', directory) ?? [])
        .map(({ person }) => String(person))
        .filter((person) => !people.has(person))
      if (gone.length > 0)
        attempt(() => {
          for (const person of gone)
            database?.run('DELETE FROM photos WHERE directory = ? AND person = ?', directory, person)
        })
    },

    close() {
      write()
      database?.close()
    },
  }
}

/** Everybody of whom a photo is remembered under that id, e-mail or extension. */
export function knownByHashes(vault: string, key: string): Pick<KnownPerson, 'directory' | 'person'>[] {
  const found = withFile(vault, 'read', (database) =>
    database.all(
      'SELECT directory, person FROM photos WHERE email = ? OR extension = ? OR lower(trim(person)) = ?',
      ...[digest(key), digest(key), folded(key)],
    ),
  )
  return (found ?? []).map(({ directory, person }) => ({
    directory: String(directory),
    person: String(person),
  }))
}

/** Erases what is remembered of a person; deleted rows are overwritten in the file. */
export function forgetHashes(
  vault: string,
  { directory, person }: Pick<KnownPerson, 'directory' | 'person'>,
): void {
  withFile(vault, 'write', (database) => {
    database.exec('PRAGMA secure_delete = ON')
    database.run('DELETE FROM photos WHERE directory = ? AND person = ?', directory, person)
    for (const step of ['PRAGMA wal_checkpoint(TRUNCATE)', 'VACUUM', 'PRAGMA wal_checkpoint(TRUNCATE)'])
      database.exec(step)
  })
}

function withFile<T>(vault: string, access: 'read' | 'write', work: (database: Sqlite) => T): T | undefined {
  const file = fileIn(vault)
  if (!existsSync(file)) return undefined
  const database = openSqlite(file, access === 'write' ? 'write' : readingOf(file))
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    return work(database)
  } finally {
    database.close()
  }
}

async function open(file: string, writes: boolean): Promise<Sqlite | undefined> {
  if (!writes) return existsSync(file) ? readable(file) : undefined
  try {
    await makePrivateFolder(path.dirname(file))
    return (await writable(file)) ?? (await writableAnew(file))
  } catch {
    return readable(file)
  }
}

const readingOf = (file: string) => (existsSync(`${file}-wal`) ? 'read' : 'read-immutable')

function readable(file: string): Sqlite | undefined {
  try {
    const database = openSqlite(file, readingOf(file))
    database.get('SELECT 1 FROM photos LIMIT 1')
    return database
  } catch {
    return undefined
  }
}

async function writable(file: string): Promise<Sqlite | undefined> {
  const database = openSqlite(file, 'write')
  try {
    database.exec(
      `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${table}`,
    )
    database.get('SELECT 1 FROM photos LIMIT 1')
    await chmod(file, 0o600)
    return database
  } catch (error) {
    database.close()
    if (!/malformed|not a database/i.test(String(error))) throw error
    return undefined
  }
}

async function writableAnew(file: string): Promise<Sqlite | undefined> {
  for (const ending of ['', '-wal', '-shm']) await rm(file + ending, { force: true })
  return await writable(file)
}

const folded = (key: string) => key.trim().normalize('NFC').toLowerCase()

function digest(key: string | undefined): string | null {
  return key === undefined || key.trim() === ''
    ? null
    : createHash('sha256').update(folded(key)).digest('hex')
}
