import { existsSync } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { NextStanding, Rebuilt } from '../records.ts'
import { makePrivateFolder, syncFile, syncFolder } from './durable-file.ts'
import { prepareSchema } from './ledger-schema.ts'
import { type OriginalLine, readLines } from './originals-list.ts'
import { type KeptPicture, newRunId, text } from './rows.ts'
import { inTransaction, openSqlite, type Sqlite, whileBusy } from './sqlite.ts'
import { unwritable } from './vault-error.ts'

/** Rows that go into one transaction's memory at a time. */
const batchSize = 5000

/**
 * Makes the ledger anew from the list of originals. What is there is set aside under another name, never deleted. What
 * the list does not know is lost: the history of runs, and what became of changes that were under way; whether a picture
 * of ours still stands is seen by its bytes when the directory is looked at. The lock on the whole vault has to be held.
 */
export async function rebuildLedger(folder: string, tool: string): Promise<Rebuilt> {
  const file = path.join(folder, 'ledger.sqlite')
  const fresh = path.join(folder, 'ledger-rebuilt.sqlite')
  try {
    await makePrivateFolder(folder)
    await rm(fresh, { force: true })
    await rm(`${fresh}-journal`, { force: true })
    const rebuilt = await fill(folder, fresh, tool)
    await syncFile(fresh)
    const setAside = await setAsideLedger(folder, file)
    await rename(fresh, file)
    await syncFolder(folder)
    return { ...rebuilt, setAside }
  } catch (error) {
    throw unwritable('its ledger', error)
  }
}

async function fill(folder: string, fresh: string, tool: string): Promise<Omit<Rebuilt, 'setAside'>> {
  const database = openSqlite(fresh, 'write')
  try {
    await chmod(fresh, 0o600)
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    prepareSchema(database)
    const broken: number[] = []
    const runs = new Map<string, string>()
    let batch: OriginalLine[] = []
    const write = () => {
      inTransaction(database, () => {
        for (const line of batch) insert(database, line, runOf(database, runs, line.directory, tool))
      })
      batch = []
    }
    for await (const line of readLines(folder, (number) => broken.push(number))) {
      batch.push(line)
      if (batch.length >= batchSize) write()
    }
    write()
    const count = (sql: string) => Number(database.get(`SELECT count(*) AS n FROM ${sql}`)?.['n'])
    return {
      originals: count('originals'),
      people: count('people'),
      own: count(`standings WHERE standing = 'own'`),
      broken,
    }
  } finally {
    database.close()
  }
}

/** Every original belongs to a run: what is known of them all is that they come from the list. */
function runOf(database: Sqlite, runs: Map<string, string>, directory: string, tool: string): string {
  const known = runs.get(directory)
  if (known !== undefined) return known
  const now = new Date().toISOString()
  const id = newRunId()
  database.run(
    `INSERT INTO runs (id, directory, command, tool, started, finished, outcome) VALUES (?, ?, ?, ?, ?, ?, 'done')`,
    ...[id, directory, 'vault verify --rebuild', tool, now, now],
  )
  runs.set(directory, id)
  return id
}

function insert(database: Sqlite, line: OriginalLine, run: string): void {
  const { directory, person, who, sha256, mediaType, name, version, bytes, savedAt } = line
  const own = line.own ?? null
  const { lastId } = database.run(
    `INSERT INTO originals (directory, person, sha256, media_type, name, version, bytes, saved, run, own, pruned)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[directory, person, sha256, mediaType, name, version, bytes, savedAt, run, own, line.prunedAt ?? null],
  )
  if (who) {
    database.run(
      'INSERT OR REPLACE INTO people (directory, person, name, email, extension) VALUES (?, ?, ?, ?, ?)',
      ...[directory, person, who.name, who.email, who.extension],
    )
  }
  if (line.then) insertStanding(database, line, line.then, lastId)
}

/**
 * What was about to be written may never have arrived: then what was ours before stands there still. Which of the two
 * it is shows when the directory is looked at.
 */
function insertStanding(database: Sqlite, line: OriginalLine, then: NextStanding, original: number): void {
  const { directory, person, sha256 } = line
  const row = database.get(
    'SELECT before, picture FROM standings WHERE directory = ? AND person = ? AND before IS NOT NULL',
    ...[directory, person],
  )
  const earlier = line.own && row ? row : undefined
  const { mayStill: older, ...newer } = JSON.parse(text(earlier?.['picture']) ?? '{}') as KeptPicture
  const pictures = [newer, older].filter((one) => one?.sha256 !== undefined)
  const mayStill = pictures.find((one) => one?.sha256 === sha256) ?? pictures[0]
  const { standing, ...picture } = then
  const kept = { ...picture, ...(mayStill ? { mayStill } : {}) }
  const before = earlier ? Number(earlier['before']) : standing === 'own' ? original : null
  database.run(
    'INSERT OR REPLACE INTO standings (directory, person, standing, version, before, picture) VALUES (?, ?, ?, NULL, ?, ?)',
    ...[directory, person, standing, before, before === null ? null : JSON.stringify(kept)],
  )
}

/** The log goes with its ledger: beside another one it would be taken for that one's. */
async function setAsideLedger(folder: string, file: string): Promise<string | null> {
  const name = `ledger-set-aside-${new Date().toISOString().replace(/[-:.]/g, '')}.sqlite`
  const wasThere = existsSync(file)
  for (const ending of ['', '-wal']) {
    if (existsSync(file + ending)) await rename(file + ending, path.join(folder, name + ending))
  }
  await rm(`${file}-shm`, { force: true })
  await syncFolder(folder)
  return wasThere ? name : null
}

/** Whether there is a ledger that can be read to its end. */
export async function ledgerIsSound(folder: string): Promise<boolean> {
  const file = path.join(folder, 'ledger.sqlite')
  if (!existsSync(file)) return false
  let database: Sqlite | undefined
  try {
    const opened = openSqlite(file, existsSync(`${file}-wal`) ? 'read' : 'read-immutable')
    database = opened
    return await whileBusy(() => {
      const tables = opened.get(`SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'`)
      return Number(tables?.['n']) > 0 && opened.get('PRAGMA quick_check')?.['quick_check'] === 'ok'
    })
  } catch {
    return false
  } finally {
    database?.close()
  }
}
